using System.Diagnostics.CodeAnalysis;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>The values by which a memory tells events apart. Null stands for a single field that is missing.</summary>
internal readonly record struct MemoryKey(string? Value)
{
    /// <summary>The key where there is nothing to tell apart.</summary>
    public static readonly MemoryKey Whole = new("");

    public bool Is(ReadOnlySpan<char> text) => Value is not null && text.SequenceEqual(Value);

    /// <summary>Finds a key by its text too, before a string is made of it.</summary>
    internal sealed class Comparer : IEqualityComparer<MemoryKey>, IAlternateEqualityComparer<ReadOnlySpan<char>, MemoryKey>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(MemoryKey x, MemoryKey y) => x == y;

        public int GetHashCode([DisallowNull] MemoryKey obj) => string.GetHashCode(obj.Value);

        public bool Equals(ReadOnlySpan<char> alternate, MemoryKey other) => other.Is(alternate);

        public int GetHashCode(ReadOnlySpan<char> alternate) => string.GetHashCode(alternate);

        public MemoryKey Create(ReadOnlySpan<char> alternate) => new(alternate.ToString());
    }
}
