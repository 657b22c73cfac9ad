namespace Covenant.Contracts.Agreements;

/// <summary>Every selector that an agreement is made of, those within others too.</summary>
public static class SelectorWalk
{
    public static IEnumerable<Selector> Of(Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return (agreement.Scope is { } scope ? WithInner(scope) : []).Concat(agreement.Clauses.SelectMany(Of));
    }

    public static IEnumerable<Selector> Of(Clause clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        return Outer(clause).Concat(Of(clause.While)).Concat(Of(clause.Unless)).SelectMany(WithInner);
    }

    private static IEnumerable<Selector> Outer(Clause clause) => clause switch
    {
        PermitClause permit => [permit.What],
        ProhibitClause prohibit => [prohibit.What],
        LimitClause limit => [limit.When],
        ObligeClause oblige => [oblige.After, oblige.Do, .. Ends(oblige)],
        _ => [],
    };

    private static IEnumerable<Selector> Ends(ObligeClause oblige)
    {
        if (oblige.ForEach is { } forEach)
        {
            yield return forEach.Seen;
        }

        if (oblige.Deadline is Deadline.Every { Until: { } until })
        {
            yield return until;
        }
    }

    private static IEnumerable<Selector> Of(Condition? condition) => condition switch
    {
        Condition.Once once => [once.What],
        Condition.Since since => [since.Start, since.End],
        Condition.All all => all.Of.SelectMany(Of),
        Condition.Any any => any.Of.SelectMany(Of),
        Condition.Not not => Of(not.Of),
        _ => [],
    };

    private static IEnumerable<Selector> WithInner(Selector selector) =>
        [selector, .. selector.Any.SelectMany(WithInner), .. selector.Not is { } not ? WithInner(not) : []];
}
