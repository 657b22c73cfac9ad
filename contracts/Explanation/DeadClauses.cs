using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds what can never hold, match or be done, and what holds longer than is probably meant.</summary>
internal static class DeadClauses
{
    public static IEnumerable<string> Of(Clause clause, Agreement agreement)
    {
        var selector = clause switch
        {
            PermitClause permit => permit.What,
            ProhibitClause prohibit => prohibit.What,
            LimitClause limit => limit.When,
            ObligeClause oblige => oblige.After,
            _ => throw new ArgumentOutOfRangeException(nameof(clause)),
        };
        return OfConditions(clause, selector, agreement).Concat(clause switch
        {
            ObligeClause oblige => OfDuty(oblige, agreement),
            LimitClause { Max: > 0, Measure: Measure.Distinct { Field: var field }, Per: var per } when IsFixed(field, per) =>
                [$"it counts for each `{field}` by itself, so it never finds another `{field}` and is never violated: {(field.Kind == FieldKind.Customer ? "write `per: institution`" : $"leave `{field}` out of `per`")}, or count another field"],
            LimitClause { Max: 0, Measure: not Measure.SumOfRecords } => ["a limit of 0 is violated by every event that it takes: write `prohibit`, which says so"],
            ProhibitClause { What: { Fields.Length: 0, Any.Length: 0, Not: null } } =>
                ["it takes every event, facts such as `ConversationOpened` too: name an `operation`, such as `dpv:Processing` for every touch"],
            _ => [],
        });
    }

    private static bool IsFixed(Field field, Scope per) => field.Kind == FieldKind.Customer ? !per.AcrossCustomers : per.Fields.Contains(field);

    private static IEnumerable<string> OfConditions(Clause clause, Selector selector, Agreement agreement)
    {
        foreach (var (word, condition) in new[] { ("while", clause.While), ("unless", clause.Unless) })
        {
            foreach (var leaf in condition is null ? [] : Leaves(condition))
            {
                if (leaf is Condition.During { To: { } to } && to <= agreement.Effective)
                {
                    yield return $"`{word}` asks for a time before {to}, and this version judges from {agreement.Effective} on, so that never holds: write a later `to`, or leave it out";
                }

                var (others, match) = leaf switch
                {
                    Condition.Once once => (ImmutableArray.Create(once.What), once.Match),
                    Condition.Since since => ([since.Start], since.Match),
                    _ => ([], []),
                };
                foreach (var field in match.IsDefault ? [] : match.Where(field => others.Any(other => AreApart(selector, other, field))))
                {
                    yield return $"`match` asks for the same `{field}` in events whose values of it are never the same, so its `{word}` never matches: leave `{field}` out of `match`";
                }
            }
        }
    }

    private static IEnumerable<string> OfDuty(ObligeClause oblige, Agreement agreement)
    {
        foreach (var field in oblige.Match.Where(field => AreApart(oblige.After, oblige.Do, field)))
        {
            yield return $"`match` asks for the same `{field}` in `after` and `do`, whose values of it are never the same, so nothing can fulfil it: leave `{field}` out of `match`";
        }

        if (oblige.Deadline is Deadline.Within { Time: { Months: 0 } within } && within.Time < agreement.Tolerance)
        {
            yield return $"`within` is shorter than the tolerance of {DurationEnglish.Of(agreement.Tolerance)}, so that what came as long before the trigger counts too: write a longer `within`, or a smaller `tolerance`";
        }

        if (oblige.Deadline is Deadline.Every { Until: null })
        {
            yield return "`every` without `until` goes on for ever: add `until`, such as `until: ConsentWithdrawn`";
        }
    }

    /// <summary>Both name values of the field, and no value is of both.</summary>
    private static bool AreApart(Selector one, Selector other, Field field) =>
        Values(one, field) is { } values && Values(other, field) is { } others && !values.Overlaps(others);

    private static HashSet<Term>? Values(Selector selector, Field field) =>
        selector.Fields.FirstOrDefault(test => test.Field == field) is { AnyValue: false } test && field.Kind != FieldKind.CustomerPresent
            ? [.. test.Values.SelectMany(value => TermDag.WithDescendants(Term.Of(value)))] : null;

    private static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        Condition.All all => all.Of.SelectMany(Leaves),
        Condition.Any any => any.Of.SelectMany(Leaves),
        Condition.Not not => Leaves(not.Of),
        _ => [condition],
    };
}
