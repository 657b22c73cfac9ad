using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Tells terms of the vocabulary from slips of the pen.</summary>
internal static class TermCheck
{
    private static readonly TermKind[] Kinds = [TermKind.Operation, TermKind.Purpose, TermKind.Category];

    /// <summary>It names the vocabulary, which has no such term of any kind.</summary>
    public static bool IsUnknown(string value) => TermReader.NamesVocabulary(value) && Array.TrueForAll(Kinds, kind => Term.Read(value, kind).IsFalse);

    /// <param name="kind">Of the terms that belong there; null in a set, which is of none yet.</param>
    public static string Explain(string value, TermKind? kind = null) => $"unknown term {Quoted.Of(value)}: {Hint(value, kind) ?? "write one of the Data Privacy Vocabulary 2.3, or a term with a prefix of your own"}";

    /// <summary>What is wrong with a false term in a field for terms of this kind.</summary>
    public static string ExplainFalse(string value, string key, TermKind kind)
    {
        var meant = Array.ConvertAll(Kinds, other => Term.Read(value, other)).FirstOrDefault(term => term.Id >= 0);
        return meant.Name is null ? ExplainForm(value, kind)
            : $"{Quoted.Of(value)} under `{key}` is {Article(TermDag.KindOf(meant.Id))} and no {Word(kind)}: write it under `{Key(TermDag.KindOf(meant.Id))}`, or name {Article(kind)} here";
    }

    /// <summary>No known term has this name behind its prefix.</summary>
    public static bool IsOwnWord(string value) => !MeantTerm.IsNamed(value);

    /// <summary>What is wrong with a name without a prefix where a term belongs, and which is no set's.</summary>
    public static string ExplainPlain(string value, string key, TermKind kind, IEnumerable<string> sets)
    {
        var hint = Nearest.To(value, sets) is { } set ? $"did you mean {Quoted.Of(set)}?" : Hint(value, kind);
        return $"{Quoted.Of(value)} under `{key}` is neither a term nor a set: {hint ?? $"write {Article(kind)} with its prefix, for example `{(kind == TermKind.Category ? "pd:Financial" : "dpv:Marketing")}`, or list a word of your own in a set under `sets`"}";
    }

    // It is no term of any kind.
    private static string ExplainForm(string value, TermKind kind) =>
        TermReader.NamesVocabulary(value) ? Explain(value, kind)
        : value.Trim().EnumerateRunes().Any(TermReader.IsHidden)
            ? $"{Quoted.Of(value)} has white space or an invisible character inside, which no term has: {Hint(value, kind) ?? "write each term apart, in a list"}"
        : $"{Quoted.Of(value)} cannot be a term: {Hint(value, kind) ?? "before its colon stand ASCII letters, digits, `.`, `_` and `-` alone"}";

    private static string? Hint(string value, TermKind? kind)
    {
        if (MeantTerm.Of(value, kind) is not { } meant)
        {
            return null;
        }

        var found = TermDag.KindOf(TermDag.Find(meant).Id);
        return kind is { } asked && found != asked && !(asked == TermKind.Operation && found == TermKind.Fact)
            ? $"{Quoted.Of(meant)} is {Article(found)}, which goes under `{Key(found)}`; name {Article(asked)} here"
            : $"did you mean {Quoted.Of(meant)}?";
    }

    private static string Word(TermKind kind) => kind switch
    {
        TermKind.Purpose => "purpose",
        TermKind.Category => "category",
        TermKind.Operation => "operation",
        TermKind.Fact => "fact",
        _ => throw new InvalidOperationException("a term has four kinds"),
    };

    private static string Article(TermKind kind) => (kind == TermKind.Operation ? "an " : "a ") + Word(kind);

    /// <summary>The field that holds terms of the kind.</summary>
    public static string Key(TermKind kind) => kind switch
    {
        TermKind.Purpose => "purposes",
        TermKind.Category => "categories",
        TermKind.Operation or TermKind.Fact => "operation",
        _ => throw new InvalidOperationException("a term has four kinds"),
    };
}
