using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds permits, and branches of <c>any</c> in one, that differ in a field whose values are not joined: a touch with values of both is taken by neither.</summary>
internal static class JoinedPermits
{
    /// <summary>How many fields of a selector are looked at, and how many selectors of a group are compared: people write fewer, and no text may multiply the work.</summary>
    private const int FieldsMax = 16, ComparedMax = 64;

    /// <summary>For each group the clause that comes last, and what to say of it.</summary>
    public static IEnumerable<AgreementWarning> Of(IReadOnlyList<PermitClause> permits)
    {
        var groups = Groups(permits, permit => permit.What, permit => $"{permit.Mode}\n{Say(permit.While)}\n{Say(permit.Unless)}");
        foreach (var (field, alike) in groups)
        {
            var others = alike[..^1].ConvertAll(permit => Phrases.Quoted(permit.Id));
            yield return new(alike[^1].Id, $"it differs from {Phrases.Both(others.Count <= 4 ? others : [.. others.Take(3), "others"])} in `{field}` alone, "
                + $"and a touch with values of {Both(alike)} is denied: write one permit with {Together(field, alike.Select(permit => permit.What))}");
        }

        foreach (var permit in permits)
        {
            foreach (var (field, alike) in Branching(permit.What).SelectMany(selector => Groups(selector.Any, branch => branch, _ => "")))
            {
                yield return new(permit.Id, $"{(alike.Count == 2 ? "two" : "several")} branches of its `any` differ in `{field}` alone, "
                    + $"and a touch with values of {Both(alike)} is denied: write one branch with {Together(field, alike)}");
            }
        }
    }

    private static IEnumerable<Selector> Branching(Selector selector) => selector.Any.SelectMany(Branching).Prepend(selector);

    /// <summary>Those that are the same besides one such field, where none takes all that another does.</summary>
    private static IEnumerable<(Field Field, List<T> Alike)> Groups<T>(IEnumerable<T> all, Func<T, Selector> selectorOf, Func<T, string> restOf) =>
        from one in all.SelectMany(one => Tests(selectorOf(one)).Select(test => (One: one, Test: test)))
        group one by (one.Test.Field, Others: restOf(one.One), Without: Without(selectorOf(one.One), one.Test.Field)) into same
        let widest = Widest([.. same.Take(ComparedMax).Select(one => (one.One, Values(one.Test)))])
        where widest.Count > 1
        select (same.Key.Field, widest);

    private static IEnumerable<FieldTest> Tests(Selector selector) => selector.Fields.Take(FieldsMax).Where(test => IsNotJoined(test.Field) && !test.AnyValue);

    private static bool IsNotJoined(Field field) => field.Kind is FieldKind.Categories or FieldKind.Forms or FieldKind.Attribute;

    private static List<T> Widest<T>(List<(T One, HashSet<Term> Values)> alike)
    {
        bool IsCovered(int at, int by) => at != by && alike[at].Values.IsSubsetOf(alike[by].Values) && (by < at || alike[at].Values.Count < alike[by].Values.Count);
        return [.. alike.Where((_, at) => !Enumerable.Range(0, alike.Count).Any(by => IsCovered(at, by))).Select(one => one.One)];
    }

    private static HashSet<Term> Values(FieldTest test) => [.. test.Values.SelectMany(value => TermDag.WithDescendants(Term.Of(value)))];

    private static string Both<T>(List<T> alike) => alike.Count == 2 ? "both" : "two of them";

    private static string Together(Field field, IEnumerable<Selector> selectors)
    {
        ImmutableArray<string> values = [.. selectors.SelectMany(selector => selector.Fields).Where(test => test.Field == field).SelectMany(test => test.Values).Distinct().Take(5)];
        return values.Length <= 4 ? $"`{field}: [{string.Join(", ", values)}]`" : $"all these values in `{field}`";
    }

    // Two selectors that read the same are the same.
    private static string Without(Selector selector, Field field) =>
        SelectorEnglish.Many(selector with { Fields = [.. selector.Fields.Where(test => test.Field != field).OrderBy(test => test.Field.Kind).ThenBy(test => test.Field.Attribute, StringComparer.Ordinal)] });

    private static string Say(Condition? condition) => condition is null ? "" : ConditionEnglish.Of(condition);
}
