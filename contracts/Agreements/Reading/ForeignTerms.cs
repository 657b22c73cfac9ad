using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Terms that the vocabulary does not name: they match themselves alone, and nothing is below them. Often one of the vocabulary was meant.</summary>
internal static partial class ForeignTerms
{
    private static readonly FrozenSet<string> Vocabulary =
        TermDag.All.Where(term => term.IsPrefixed).Select(term => term.Name[..term.Name.IndexOf(':', StringComparison.Ordinal)]).Concat(["dpv-pd", "sector-finance"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ByLocalName = TermDag.All.Where(term => term.IsPrefixed).Select(term => term.Name)
        .DistinctBy(LocalOf, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(LocalOf, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^<?(?:[a-z][a-z0-9+.-]*://|urn:|www\.|w3id\.org/|[a-z0-9-]+(?:\.[a-z0-9-]+)+/)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Iri { get; }

    [GeneratedRegex(@"^https?://(?:w3id\.org/dpv|www\.w3\.org/ns/dpv)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex VocabularyIri { get; }

    /// <summary>What to say of it; null where it is the vocabulary's, or no term at all.</summary>
    public static string? Explain(string value)
    {
        if (VocabularyIri.IsMatch(value) || value.Contains('*', StringComparison.Ordinal))
        {
            return null;
        }

        var meant = ByLocalName.GetValueOrDefault(LocalOf(value.TrimEnd('>')));
        if (Iri.IsMatch(value))
        {
            return $"{Quoted.Of(value)} is an IRI that is not read, so it matches only an event that writes the same: write a term such as {Quoted.Of(meant ?? "dpv:Marketing")} if one of the vocabulary is meant";
        }

        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || Vocabulary.Contains(value[..colon]) ? null
            : $"{Quoted.Of(value)} has a prefix that the vocabulary does not know, so it matches itself alone and nothing below it: "
                + (meant is null ? "write a term of `dpv:`, `pd:` or `fin:` if one is meant" : $"write {Quoted.Of(meant)} if that is meant");
    }

    private static string LocalOf(string name) => name[(name.AsSpan().LastIndexOfAny(":/#") + 1)..];
}
