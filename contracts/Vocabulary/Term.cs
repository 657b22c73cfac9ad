namespace Covenant.Contracts.Vocabulary;

/// <summary>A word of the vocabulary (<c>dpv:Marketing</c>), a fact's name (<c>ConversationOpened</c>), or a word nobody knows, which matches only itself.</summary>
/// <remarks>Two terms are equal where their names are.</remarks>
public readonly struct Term : IEquatable<Term>
{
    /// <summary>The <see cref="Id"/> of a term that no vocabulary has.</summary>
    public const int Unknown = -1;

    internal Term(string name, int id) => (Name, Id) = (name, id);

    public string Name { get; }

    /// <summary>The term's place in <see cref="TermDag"/>, 0 to <see cref="TermDag.Count"/> - 1, or <see cref="Unknown"/>.</summary>
    public int Id { get; }

    /// <summary>A prefixed operation is a touch of data; a plain one is a fact of the relation.</summary>
    public bool IsPrefixed => Name.Contains(':', StringComparison.Ordinal);

    public static Term Of(string name) => TermDag.Find(name);

    public bool Equals(Term other) => Id == other.Id && (Id >= 0 || string.Equals(Name, other.Name, StringComparison.Ordinal));

    public override bool Equals(object? obj) => obj is Term other && Equals(other);

    public override int GetHashCode() => Id >= 0 ? Id : string.GetHashCode(Name, StringComparison.Ordinal);

    public static bool operator ==(Term left, Term right) => left.Equals(right);

    public static bool operator !=(Term left, Term right) => !left.Equals(right);

    public override string ToString() => Name;
}
