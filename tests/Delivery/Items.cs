using System.Collections;

namespace Covenant.Tests.Delivery;

/// <summary>A list that never changes and is equal to another one with equal items, as a state of a specification has to be.</summary>
internal readonly struct Items<T> : IEquatable<Items<T>>, IReadOnlyList<T>
{
    private readonly T[]? _items;

    private Items(T[] items) => _items = items;

    public int Count => Whole.Length;

    private T[] Whole => _items ?? [];

    public T this[int index] => Whole[index];

    public static Items<T> Of(IEnumerable<T> items) => new([.. items]);

    public Items<T> Add(T item) => new([.. Whole, item]);

    public Items<T> AddRange(IEnumerable<T> items) => new([.. Whole, .. items]);

    public Items<T> Without(Func<T, bool> isGone) => new([.. Whole.Where(item => !isGone(item))]);

    public bool Equals(Items<T> other) => Whole.AsSpan().SequenceEqual(other.Whole);

    public override bool Equals(object? obj) => obj is Items<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        Array.ForEach(Whole, hash.Add);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", Whole)}]";

    public IEnumerator<T> GetEnumerator() => Whole.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
