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
    private static readonly (string Host, string Path)[] Homes = [("w3id.org", "dpv"), ("www.w3id.org", "dpv"), ("www.w3.org", "ns/dpv"), ("w3.org", "ns/dpv")];

    private static readonly char[] Slashes = ['/', '\\'], BehindPath = ['?', '#'], BehindHost = [.. Slashes, .. BehindPath], BehindName = [':', '\0'];

    // Of the domain name system.
    private const int HostMax = 253;

    // The framework refuses to normalize it.
    private const int NotCharacter = 0xFFFE;

    // So often a text may have been escaped.
    private const int EscapedMax = 4;

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

    /// <summary>Which of the rules makes a false term of this name.</summary>
    public static string WhyFalse(string name, TermKind kind)
    {
        var what = kind.ToString().ToLowerInvariant();
        return NamesVocabulary(name) ? $"the vocabulary has no {what} `{name}`"
            : name.EnumerateRunes().Any(IsHidden) ? $"the {what} `{name}` has white space or a character that is not seen inside, which no term has"
            : name.StartsWith(':') ? $"the {what} `{name}` has no prefix before its colon"
            : $"the {what} `{name}` has before its colon another character than ASCII letters, digits, `.`, `_` and `-`, which no prefix has";
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

    // By hand: what a reader of IRIs refuses, such as a port that cannot be, would pass for another's term.
    private static bool IsVocabularyIri(string name)
    {
        var scheme = name[..(name.IndexOf(':', StringComparison.Ordinal) + 1)];
        if (!Ascii.EqualsIgnoreCase(scheme, "http:") && !Ascii.EqualsIgnoreCase(scheme, "https:"))
        {
            return false;
        }

        // Whoever looks it up may take the escapes out before it is split up, or after.
        var rest = name[scheme.Length..];
        return IsAtHome(rest) || IsAtHome(Unescaped(rest));
    }

    private static bool IsAtHome(string rest)
    {
        rest = rest.TrimStart(Slashes);
        var end = rest.IndexOfAny(BehindHost);
        var (host, path) = end < 0 ? (rest, "") : (rest[..end], rest[end..].Split(BehindPath, 2)[0]);
        host = HostOf(Unescaped(host));
        path = Resolved(Unescaped(path));
        return Homes.Any(home => string.Equals(host, home.Host, StringComparison.OrdinalIgnoreCase) && path.StartsWith(home.Path, StringComparison.OrdinalIgnoreCase));
    }

    // As a resolver of names reads it: full-width letters are letters, and an ideographic full stop is a dot.
    private static string HostOf(string authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..].Split(BehindName, 2)[0];
        return host.Length > HostMax ? "" : string.Concat(host.EnumerateRunes().Where(rune => rune.Value != NotCharacter).Select(rune => rune.ToString().Normalize(NormalizationForm.FormKC))).Replace('\u3002', '.').TrimEnd('.');
    }

    private static string Unescaped(string text)
    {
        for (var times = 0; times < EscapedMax && text.Contains('%', StringComparison.Ordinal); times++)
        {
            text = Uri.UnescapeDataString(text);
        }

        return text;
    }

    // Without empty, `.` and `..` segments.
    private static string Resolved(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split(Slashes, StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("." or ".."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    private static Term False(string name) => new(name, Term.Unknown, isFalse: true);
}
