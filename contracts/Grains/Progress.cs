namespace Covenant.Contracts.Grains;

/// <summary>How far a partition has come: ordered by offset, then by wakes, then by what is told of the step that follows.</summary>
/// <param name="Offset">Every record below it is behind; from 0.</param>
/// <param name="Wakes">How often obligations were decided by the wall clock while events had stopped, which moves no offset; never goes back.</param>
/// <param name="Part">
/// How much of the next step is told, where that is too much for one transaction: all of which the key is at most that of <see cref="PartKey"/>. 0 = nothing.
/// </param>
[GenerateSerializer, Immutable, Alias("covenant.progress")]
public readonly record struct Progress([property: Id(0)] long Offset, [property: Id(1)] long Wakes, [property: Id(2)] long Part = 0) : IComparable<Progress>
{
    private const int KeyBits = 44;

    private const int CheckBits = 16;

    // The lowest bit says which step follows: a record, or a decision by the wall clock.
    private const long IsWake = 1;

    /// <summary>Of what has no id; below all others.</summary>
    public const long FirstKey = 1;

    /// <summary>At which a record is behind, whatever the wakes.</summary>
    public static Progress After(long offset) => new(offset + 1, 0);

    /// <summary>The first that is further than this one. A method, for a record prints its properties, and this one has no end.</summary>
    public Progress Next() => new(Offset, Wakes + 1);

    /// <summary>Without the part.</summary>
    public Progress Whole() => new(Offset, Wakes);

    /// <summary>Before the step that ends at <paramref name="to"/>, with what is told of it.</summary>
    /// <param name="isWake">The step is a decision by the wall clock; otherwise it is one record.</param>
    /// <param name="key">Of the last that is told.</param>
    public static Progress Within(Progress to, bool isWake, long key)
    {
        var before = isWake ? new Progress(to.Offset, to.Wakes - 1) : new Progress(to.Offset - 1, to.Wakes);
        return before with { Part = (((key << CheckBits) | Check(before.Offset)) << 1) | (isWake ? IsWake : 0) };
    }

    /// <summary>Where the step ends of which a part is told; itself where there is none.</summary>
    public Progress EndOfStep() => Part == 0 ? this : IsWithinWake() ? Next() : new Progress(Offset + 1, Wakes);

    /// <summary>Whether the step of which a part is told is a decision by the wall clock.</summary>
    public bool IsWithinWake() => (Part & IsWake) != 0;

    /// <summary>A part that was committed apart from its offset and wakes: one that was made at another offset is none.</summary>
    public Progress WithPart(long part) => part > 0 && ((part >> 1) & ((1 << CheckBits) - 1)) == Check(Offset) ? this with { Part = part } : Whole();

    /// <summary>
    /// The key by which what one step decides is told in order: it follows from the id, so that it is the same however the step comes about
    /// again.
    /// </summary>
    /// <param name="id">Of a violation: 32 hexadecimal digits.</param>
    public static long PartKey(string id)
    {
        var key = 0L;
        for (var i = 0; i < KeyBits / 4 && i < id.Length; i++)
        {
            key = (key << 4) | (((uint)id[i] + (id[i] > '9' ? 9u : 0)) & 0xF);
        }

        return Math.Max(key, FirstKey);
    }

    /// <summary>Whether something was told, with this published.</summary>
    /// <param name="until">It is told once so much is published.</param>
    /// <param name="id">What it is; null for what has no id.</param>
    public bool Covers(Progress until, string? id) => until <= this || (Part != 0 && until <= EndOfStep() && (id is null ? FirstKey : PartKey(id)) <= Part >> (CheckBits + 1));

    public int CompareTo(Progress other) =>
        Offset != other.Offset ? Offset.CompareTo(other.Offset) : Wakes != other.Wakes ? Wakes.CompareTo(other.Wakes) : Part.CompareTo(other.Part);

    public static bool operator <(Progress left, Progress right) => left.CompareTo(right) < 0;

    public static bool operator >(Progress left, Progress right) => left.CompareTo(right) > 0;

    public static bool operator <=(Progress left, Progress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Progress left, Progress right) => left.CompareTo(right) >= 0;

    public static Progress Max(Progress left, Progress right) => left > right ? left : right;

    private static long Check(long offset) => offset & ((1 << CheckBits) - 1);
}
