using System.Collections.Frozen;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Tells terms of the vocabulary from slips of the pen.</summary>
internal static class TermCheck
{
    // dpv, pd, fin: whatever the vocabulary uses. A term with another prefix is its owner's business, and matches only itself.
    private static readonly FrozenSet<string> Prefixes = TermDag.All.Where(term => term.IsPrefixed).Select(term => PrefixOf(term.Name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Names = [.. TermDag.All.Where(term => term.IsPrefixed).Select(term => term.Name)];

    /// <summary>It has a prefix of the vocabulary, which has no such term.</summary>
    public static bool IsUnknown(string value) => Prefixes.Contains(PrefixOf(value)) && Term.Of(value).Id == Term.Unknown;

    public static string Explain(string value) => NearestTo(value) is { } near
        ? $"unknown term {Quoted.Of(value)}: did you mean {Quoted.Of(near)}?"
        : $"unknown term {Quoted.Of(value)}: write one of the Data Privacy Vocabulary 2.3, or a term with a prefix of your own";

    /// <summary>No known term has this name behind its prefix.</summary>
    public static bool IsOwnWord(string value) => !Names.Any(name => string.Equals(LocalOf(name), value, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with a name without a prefix where a term belongs, and which is no set's.</summary>
    public static string ExplainPlain(string value, string key, IEnumerable<string> sets)
    {
        var near = Nearest.To(value, sets) ?? NearestTo(value);
        var hint = near is null ? "write a term with its prefix such as `dpv:Marketing`, or list a word of your own in a set under `sets`" : $"did you mean {Quoted.Of(near)}?";
        return $"{Quoted.Of(value)} under `{key}` is neither a term nor a set: {hint}";
    }

    /// <summary>The same name under another prefix, or else the term with the fewest letters changed.</summary>
    private static string? NearestTo(string value)
    {
        var local = LocalOf(value);
        return Names.FirstOrDefault(name => string.Equals(LocalOf(name), local, StringComparison.OrdinalIgnoreCase))
            ?? Nearest.To(value, Names)
            ?? (Nearest.To(local, Names.Select(LocalOf)) is { } near ? Names.First(name => LocalOf(name) == near) : null);
    }

    private static string PrefixOf(string name) => name[..Math.Max(0, name.IndexOf(':', StringComparison.Ordinal))];

    private static string LocalOf(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
