using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Guesses the term of the vocabulary that another spelling meant: <c>dpv;Use</c>, <c>Customer Care</c>, <c>dpv:use</c>, <c>dpv:Marketting</c>.</summary>
internal static partial class MeantTerm
{
    private const int LengthMax = 200;

    // A sign in the place of the colon, or none.
    [GeneratedRegex(@"^(?:dpv-pd|sector-finance|dpv|pd|fin)[^\p{L}\p{N}]*(?=\p{L})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Prefix { get; }

    private static readonly FrozenDictionary<TermKind, string[]> Names = TermDag.All.Where(term => term.Id >= 0).GroupBy(term => TermDag.KindOf(term.Id))
        .ToFrozenDictionary(terms => terms.Key, terms => terms.Where(term => term.IsPrefixed || terms.Key == TermKind.Fact).Select(term => term.Name).ToArray());

    private static readonly FrozenDictionary<string, string[]> ByLocalName = Names.OrderBy(entry => entry.Key).SelectMany(entry => entry.Value).GroupBy(LocalOf, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(names => names.Key, names => names.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Some term has this name behind its prefix.</summary>
    public static bool IsNamed(string local) => ByLocalName.TryGetValue(local, out var names) && names.Any(name => name.Contains(':', StringComparison.Ordinal));

    /// <summary>The term of this name or synonym, those of the kind first, or else the one of the kind with few letters changed; null where that cannot be told.</summary>
    /// <param name="kind">Of the field that it stands in; null where it is of none.</param>
    public static string? Of(string written, TermKind? kind)
    {
        if (written.Length > LengthMax)
        {
            return null;
        }

        var plain = Plain(written);
        return Exact(plain, kind) ?? Near(plain, kind);
    }

    /// <summary>The term of this very name or synonym, those of the kind first.</summary>
    public static string? Exact(string written, TermKind? kind)
    {
        if (written.Length > LengthMax)
        {
            return null;
        }

        var plain = Plain(written);
        string[] locals = Prefix.Match(plain) is { Success: true } prefix ? [LocalOf(plain), plain[prefix.Length..]] : [LocalOf(plain)];
        List<string> found = [.. locals.SelectMany(local => ByLocalName.GetValueOrDefault(local) ?? []), .. locals.Select(TermSynonyms.Find).OfType<string>()];
        return found.FirstOrDefault(name => kind is null || IsOf(name, kind.Value)) ?? found.FirstOrDefault();
    }

    private static bool IsOf(string name, TermKind kind) => TermDag.KindOf(TermDag.Find(name).Id) is var own && (own == kind || (kind == TermKind.Operation && own == TermKind.Fact));

    // Of terms more look alike than of keys, so that fewer letters may differ.
    private static string? Near(string plain, TermKind? kind)
    {
        var names = kind is { } one ? Names[one] : [.. Names.Where(entry => entry.Key != TermKind.Fact).SelectMany(entry => entry.Value)];
        return Nearest.To(plain, names, isStrict: true)
            ?? (Nearest.To(LocalOf(plain), names.Select(LocalOf).Distinct(), isStrict: true) is { } local ? names.First(name => LocalOf(name) == local) : null);
    }

    // Without quotes, blanks, what nobody sees, and signs that end a sentence.
    private static string Plain(string written)
    {
        var plain = new StringBuilder(written.Length);
        foreach (var rune in NormalForm.Of(written).EnumerateRunes().Where(rune => !TermReader.IsHidden(rune)))
        {
            plain.Append(rune.ToString());
        }

        var text = plain.ToString().Trim('"', '\'', '\u201C', '\u201D', '\u201E', '\u2018', '\u2019', '<', '>').TrimEnd('.', ';', ',', '!', '?');
        text = LookAlikes.Plain(text) ?? text;
        return TermReader.Canonical(text) ?? text;
    }

    private static string LocalOf(string name) => name[(name.AsSpan().LastIndexOfAny(":/#") + 1)..];
}
