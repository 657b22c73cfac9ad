using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>The names that an agreement gives under <c>operation</c> in any selector: plain ones are facts of its institution.</summary>
internal static class NamedOperations
{
    public static IEnumerable<string> Of(Agreement agreement) =>
        agreement.Clauses.SelectMany(SelectorsOf).Append(agreement.Scope).SelectMany(Of);

    private static IEnumerable<string> Of(Selector? selector) => selector is null
        ? []
        : selector.Fields.Where(test => test.Field.Kind == FieldKind.Operation).SelectMany(test => test.Values)
            .Concat(Of(selector.Not))
            .Concat(selector.Any.SelectMany(Of));

    private static IEnumerable<Selector?> SelectorsOf(Clause clause)
    {
        IEnumerable<Selector?> own = clause switch
        {
            PermitClause permit => [permit.What],
            ProhibitClause prohibit => [prohibit.What],
            LimitClause limit => [limit.When],
            ObligeClause oblige => [oblige.After, oblige.Do, oblige.ForEach?.Seen, (oblige.Deadline as Deadline.Every)?.Until],
            _ => throw new NotSupportedException(clause.GetType().Name),
        };
        return own.Concat(SelectorsOf(clause.While)).Concat(SelectorsOf(clause.Unless));
    }

    private static IEnumerable<Selector?> SelectorsOf(Condition? condition) => condition switch
    {
        Condition.Once once => [once.What],
        Condition.Since since => [since.Start, since.End],
        Condition.All all => all.Of.SelectMany(SelectorsOf),
        Condition.Any any => any.Of.SelectMany(SelectorsOf),
        Condition.Not not => SelectorsOf(not.Of),
        _ => [],
    };
}
