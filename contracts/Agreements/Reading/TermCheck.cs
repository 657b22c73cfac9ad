using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Tells terms of the vocabulary from slips of the pen.</summary>
internal static class TermCheck
{
    private static readonly TermKind[] Kinds = [TermKind.Operation, TermKind.Purpose, TermKind.Category];

    private static readonly string[] Names = [.. TermDag.All.Where(term => term.IsPrefixed).Select(term => term.Name)];

    /// <summary>It names the vocabulary, which has no such term of any kind.</summary>
    public static bool IsUnknown(string value) => TermReader.NamesVocabulary(value) && Array.TrueForAll(Kinds, kind => Term.Read(value, kind).IsFalse);

    public static string Explain(string value) => NearestTo(value) is { } near
        ? $"unknown term {Quoted.Of(value)}: did you mean {Quoted.Of(near)}?"
        : $"unknown term {Quoted.Of(value)}: write one of the Data Privacy Vocabulary 2.3, or a term with a prefix of your own";

    /// <summary>What is wrong with a false term in a field for terms of this kind.</summary>
    public static string ExplainFalse(string value, string key, TermKind kind)
    {
        var meant = Array.ConvertAll(Kinds, other => Term.Read(value, other)).FirstOrDefault(term => term.Id >= 0);
        return meant.Name is null ? ExplainForm(value)
            : $"{Quoted.Of(value)} under `{key}` is {Article(TermDag.KindOf(meant.Id))} and no {Word(kind)}: write it under `{Key(TermDag.KindOf(meant.Id))}`, or name {Article(kind)} here";
    }

    // It is no term of any kind.
    private static string ExplainForm(string value) =>
        TermReader.NamesVocabulary(value) ? Explain(value)
        : value.Trim().EnumerateRunes().Any(TermReader.IsHidden) ? $"{Quoted.Of(value)} has white space or an invisible character inside, which no term has: write each term apart, in a list"
        : $"{Quoted.Of(value)} cannot be a term: before its colon stand ASCII letters, digits, `.`, `_` and `-` alone";

    private static string Word(TermKind kind) => kind switch
    {
        TermKind.Purpose => "purpose",
        TermKind.Category => "category",
        TermKind.Operation => "operation",
        TermKind.Fact => "fact",
        _ => throw new InvalidOperationException("a term has four kinds"),
    };

    private static string Article(TermKind kind) => (kind == TermKind.Operation ? "an " : "a ") + Word(kind);

    private static string Key(TermKind kind) => kind switch
    {
        TermKind.Purpose => "purposes",
        TermKind.Category => "categories",
        TermKind.Operation or TermKind.Fact => "operation",
        _ => throw new InvalidOperationException("a term has four kinds"),
    };

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
    private static string? NearestTo(string written)
    {
        var value = TermReader.Canonical(written.Trim()) ?? written.Trim();
        var local = LocalOf(value);
        return Names.FirstOrDefault(name => string.Equals(LocalOf(name), local, StringComparison.OrdinalIgnoreCase))
            ?? TermSynonyms.Find(local)
            ?? Nearest.To(value, Names)
            ?? (Nearest.To(local, Names.Select(LocalOf)) is { } near ? Names.First(name => LocalOf(name) == near) : null);
    }

    private static string LocalOf(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
