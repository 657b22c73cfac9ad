namespace Covenant.Contracts.Vocabulary;

/// <summary>A word of the vocabulary (<c>dpv:Marketing</c>), a fact's name (<c>ConversationOpened</c>), or a word nobody knows, which matches only itself.</summary>
/// <remarks>Two terms are equal where their names are, and both are known or both are not.</remarks>
public readonly struct Term : IEquatable<Term>
{
    /// <summary>The <see cref="Id"/> of a term that no vocabulary has.</summary>
    public const int Unknown = -1;

    internal Term(string name, int id, bool isFalse = false) => (Name, Id, IsFalse) = (name, id, isFalse);

    public string Name { get; }

    /// <summary>The term's place in <see cref="TermDag"/>, 0 to <see cref="TermDag.Count"/> - 1, or <see cref="Unknown"/>.</summary>
    public int Id { get; }

    /// <summary>It looks like a term of the vocabulary and is none, or none of its field's kind, or cannot be a term at all: a touch that has it is hidden.</summary>
    /// <remarks>Not asked of a plain purpose or category, which only the version that judges can tell.</remarks>
    public bool IsFalse { get; }

    /// <summary>Why it is false, such as <c>the vocabulary has no purpose `dpv:marketing`</c>; null where it is not.</summary>
    /// <param name="kind">Of the field that has it.</param>
    public string? WhyFalse(TermKind kind) => IsFalse ? TermReader.WhyFalse(Name, kind) : null;

    /// <summary>A prefixed operation is a touch of data; a plain one is a fact of the relation.</summary>
    public bool IsPrefixed => Name.Contains(':', StringComparison.Ordinal);

    /// <summary>The term of exactly this name, of any kind.</summary>
    public static Term Of(string name) => TermDag.Find(name);

    /// <summary>The term that events and agreements write so in a field for terms of this kind. Its name is empty where nothing but white space is written.</summary>
    public static Term Read(string written, TermKind kind) => TermReader.Read(written, kind);

    public bool Equals(Term other) => Id == other.Id && (Id >= 0 || string.Equals(Name, other.Name, StringComparison.Ordinal));

    public override bool Equals(object? obj) => obj is Term other && Equals(other);

    public override int GetHashCode() => Id >= 0 ? Id : string.GetHashCode(Name, StringComparison.Ordinal);

    public static bool operator ==(Term left, Term right) => left.Equals(right);

    public static bool operator !=(Term left, Term right) => !left.Equals(right);

    public override string ToString() => Name;
}
