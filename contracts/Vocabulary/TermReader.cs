using System.Buffers;
using System.Globalization;
using System.Text;

namespace Covenant.Contracts.Vocabulary;

/// <summary>Reads a term as events and agreements write it, by the kind of term that its field is for. The rules are section 2 of the semantics sheet.</summary>
internal static class TermReader
{
    // The ways in which the vocabulary is named, and the prefix that each stands for.
    private static readonly (string Written, string Prefix)[] Spellings =
    [
        ("dpv:", "dpv:"),
        ("https://w3id.org/dpv#", "dpv:"),
        ("https://w3id.org/dpv/owl#", "dpv:"),
        ("http://www.w3.org/ns/dpv#", "dpv:"),
        ("pd:", "pd:"),
        ("dpv-pd:", "pd:"),
        ("https://w3id.org/dpv/pd#", "pd:"),
        ("https://w3id.org/dpv/dpv-pd#", "pd:"),
        ("fin:", "fin:"),
        ("sector-finance:", "fin:"),
        ("https://w3id.org/dpv/sector/finance#", "fin:"),
    ];

    // Hosts of the vocabulary's editors, and below which path it lies there.
    private static readonly (string Host, string Path)[] Homes = [("w3id.org", "dpv"), ("www.w3.org", "ns/dpv")];

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Term Read(string written, TermKind kind)
    {
        var name = NormalForm.Of(written.Trim());
        if (Canonical(name) is { } canonical)
        {
            return TermDag.Find(canonical) is { Id: >= 0 } known && TermDag.KindOf(known.Id) == kind ? known : False(name);
        }

        if (name.EnumerateRunes().Any(IsHidden))
        {
            return False(name);
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            return colon == 0 || name.AsSpan(0, colon).ContainsAnyExcept(PrefixCharacters) || IsVocabularyIri(name) ? False(name) : new Term(name, Term.Unknown);
        }

        // A plain operation is a fact's name; a plain purpose or category is a word of an agreement's own, even where it reads like a fact.
        return kind == TermKind.Operation ? TermDag.Find(name) : new Term(name, Term.Unknown);
    }

    /// <summary>It has a prefix or a namespace of the vocabulary, or is an IRI where the vocabulary lies.</summary>
    public static bool NamesVocabulary(string written) => NormalForm.Of(written.Trim()) is var name && (Canonical(name) is not null || IsVocabularyIri(name));

    /// <summary>The name with the vocabulary's own prefix; null where it names another vocabulary, or none.</summary>
    public static string? Canonical(string name)
    {
        foreach (var (written, prefix) in Spellings)
        {
            if (name.Length >= written.Length && Ascii.EqualsIgnoreCase(name.AsSpan(0, written.Length), written))
            {
                return prefix + name[written.Length..];
            }
        }

        return null;
    }

    /// <summary>What no term has inside.</summary>
    public static bool IsHidden(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static bool IsVocabularyIri(string name) =>
        Uri.TryCreate(name, UriKind.Absolute, out var iri)
        && (iri.Scheme == Uri.UriSchemeHttp || iri.Scheme == Uri.UriSchemeHttps)
        && Homes.Any(home => string.Equals(iri.IdnHost.TrimEnd('.'), home.Host, StringComparison.OrdinalIgnoreCase)
            && Uri.UnescapeDataString(iri.AbsolutePath).TrimStart('/').StartsWith(home.Path, StringComparison.OrdinalIgnoreCase));

    private static Term False(string name) => new(name, Term.Unknown, isFalse: true);
}
