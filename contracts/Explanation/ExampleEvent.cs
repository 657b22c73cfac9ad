using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Makes up an event for an example: of each field that a selector names, the narrowest value it takes.</summary>
internal static class ExampleEvent
{
    private static readonly string[] TellingPurposes = ["dpv:TargetedAdvertising", "dpv:SellDataToThirdParties", "fin:CreditChecking", "dpv:AcademicResearch"];

    private static readonly string[] TellingCategories = ["pd:BankAccount", "pd:EmailAddress"];

    /// <summary>For example <c>a `dpv:Query` by `ads-ranking`</c>.</summary>
    public static string Of(Selector selector, string kind)
    {
        var fields = selector.Fields.Select(test => test.AnyValue ? test : test with { Values = [Narrowest(test.Values)] });
        return SelectorEnglish.One(new Selector { Fields = [.. fields], Any = selector.Any.Length == 0 ? [] : [selector.Any[0]] }, kind);
    }

    /// <summary>A purpose that the agreement permits nowhere, if the selector is about purposes; else null.</summary>
    public static string? ForeignPurpose(IEnumerable<PermitClause> permits)
    {
        var permitted = permits.SelectMany(permit => permit.What.Fields.Where(test => test.Field.Kind == FieldKind.Purposes))
            .SelectMany(test => test.Values).SelectMany(value => TermDag.WithDescendants(Term.Of(value))).ToHashSet();
        return permitted.Count == 0 ? null
            : TellingPurposes.FirstOrDefault(name => !permitted.Contains(Term.Of(name)));
    }

    // A term far below the named one shows that the clause takes what is below, too.
    private static string Narrowest(IReadOnlyCollection<string> values)
    {
        var taken = values.SelectMany(value => TermDag.WithDescendants(Term.Of(value))).ToHashSet();
        var telling = TellingPurposes.Concat(TellingCategories).FirstOrDefault(name => taken.Contains(Term.Of(name)));
        return telling ?? taken.Where(term => TermDag.WithDescendants(term).Length == 1 && !values.Contains(term.Name)).Select(term => term.Name).FirstOrDefault(values.First());
    }
}
