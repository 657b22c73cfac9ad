namespace Covenant.Contracts.Grains;

/// <summary>How far a partition has come: ordered by offset, then by wakes.</summary>
/// <param name="Offset">Every record below it is behind; from 0.</param>
/// <param name="Wakes">How often obligations were decided by the wall clock while events had stopped, which moves no offset; never goes back.</param>
[GenerateSerializer, Immutable, Alias("covenant.progress")]
public readonly record struct Progress([property: Id(0)] long Offset, [property: Id(1)] long Wakes) : IComparable<Progress>
{
    /// <summary>At which a record is behind, whatever the wakes.</summary>
    public static Progress After(long offset) => new(offset + 1, 0);

    /// <summary>The first that is further than this one. A method, for a record prints its properties, and this one has no end.</summary>
    public Progress Next() => this with { Wakes = Wakes + 1 };

    public int CompareTo(Progress other) => Offset != other.Offset ? Offset.CompareTo(other.Offset) : Wakes.CompareTo(other.Wakes);

    public static bool operator <(Progress left, Progress right) => left.CompareTo(right) < 0;

    public static bool operator >(Progress left, Progress right) => left.CompareTo(right) > 0;

    public static bool operator <=(Progress left, Progress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Progress left, Progress right) => left.CompareTo(right) >= 0;

    public static Progress Max(Progress left, Progress right) => left > right ? left : right;
}
