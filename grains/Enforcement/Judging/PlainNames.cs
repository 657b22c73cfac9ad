using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The plain names that agreements use as operations: the facts of their institution, beside those that everyone knows.</summary>
internal static class PlainNames
{
    public static IEnumerable<string> Of(Agreement agreement) =>
        SelectorsOf(agreement).SelectMany(OperationsOf).Where(name => !name.Contains(':', StringComparison.Ordinal));

    private static IEnumerable<string> OperationsOf(Selector selector) =>
        selector.Fields.Where(test => test.Field.Kind == FieldKind.Operation).SelectMany(test => test.Values)
            .Concat(selector.Not is null ? [] : OperationsOf(selector.Not))
            .Concat(selector.Any.SelectMany(OperationsOf));

    private static IEnumerable<Selector> SelectorsOf(Agreement agreement) =>
        (agreement.Scope is null ? [] : (Selector[])[agreement.Scope]).Concat(agreement.Clauses.SelectMany(SelectorsOf));

    private static IEnumerable<Selector> SelectorsOf(Clause clause) => OwnSelectors(clause).Concat(SelectorsOf(clause.While)).Concat(SelectorsOf(clause.Unless));

    private static IEnumerable<Selector> OwnSelectors(Clause clause) => clause switch
    {
        PermitClause permit => [permit.What],
        ProhibitClause prohibit => [prohibit.What],
        LimitClause limit => [limit.When],
        ObligeClause oblige => ((Selector?[])[oblige.After, oblige.Do, oblige.ForEach?.Seen, (oblige.Deadline as Deadline.Every)?.Until]).OfType<Selector>(),
        _ => throw new InvalidOperationException("a clause has four forms"),
    };

    private static IEnumerable<Selector> SelectorsOf(Condition? condition) => condition switch
    {
        Condition.Once once => [once.What],
        Condition.Since since => [since.Start, since.End],
        Condition.All all => all.Of.SelectMany(SelectorsOf),
        Condition.Any any => any.Of.SelectMany(SelectorsOf),
        Condition.Not not => SelectorsOf(not.Of),
        _ => [],
    };
}
