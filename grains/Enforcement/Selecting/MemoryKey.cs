using System.Diagnostics.CodeAnalysis;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>The values by which a memory tells events apart. Null stands for a single field that is missing.</summary>
internal readonly record struct MemoryKey(string? Value)
{
    /// <summary>The key where there is nothing to tell apart.</summary>
    public static readonly MemoryKey Whole = new("");

    public bool Is(SoughtKey sought) => sought.IsMissing ? Value is null : Value is not null && sought.Text.SequenceEqual(Value);

    /// <summary>Finds a key by its text too, before a string is made of it.</summary>
    internal sealed class Comparer : IEqualityComparer<MemoryKey>, IAlternateEqualityComparer<SoughtKey, MemoryKey>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(MemoryKey x, MemoryKey y) => x == y;

        public int GetHashCode([DisallowNull] MemoryKey obj) => string.GetHashCode(obj.Value);

        public bool Equals(SoughtKey alternate, MemoryKey other) => other.Is(alternate);

        public int GetHashCode(SoughtKey alternate) => string.GetHashCode(alternate.Text);

        public MemoryKey Create(SoughtKey alternate) => new(alternate.IsMissing ? null : alternate.Text.ToString());
    }
}

/// <summary>A key to be looked up, of which no string need be made.</summary>
internal readonly ref struct SoughtKey(ReadOnlySpan<char> text, bool isMissing)
{
    public ReadOnlySpan<char> Text { get; } = text;

    public bool IsMissing { get; } = isMissing;

    public static implicit operator SoughtKey(MemoryKey key) => new(key.Value, key.Value is null);
}
