using System.Collections.Immutable;
using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Generation;

/// <summary>The same clause with one thing less.</summary>
internal static class ClauseShrinker
{
    public static IEnumerable<Clause> Simpler(Clause clause)
    {
        if (clause.While is not null)
        {
            yield return clause with { While = null };
        }

        if (clause.Unless is not null)
        {
            yield return clause with { Unless = null };
        }

        if (clause.Mode == ClauseMode.Shadow)
        {
            yield return clause with { Mode = ClauseMode.Enforce };
        }

        if (clause.Report == ReportPolicy.First)
        {
            yield return clause with { Report = ReportPolicy.Each };
        }

        foreach (var condition in Simpler(clause.While))
        {
            yield return clause with { While = condition };
        }

        foreach (var condition in Simpler(clause.Unless))
        {
            yield return clause with { Unless = condition };
        }

        if (clause is ObligeClause { ForEach: not null } each)
        {
            yield return each with { ForEach = null };
        }

        if (clause is ObligeClause { Match.IsEmpty: false } matching)
        {
            yield return matching with { Match = [] };
        }

        if (clause is LimitClause limit && limit.When != Selector.Everything)
        {
            yield return limit with { When = Selector.Everything };
        }
    }

    private static ImmutableArray<Condition> Simpler(Condition? condition) => condition switch
    {
        Condition.All all => all.Of,
        Condition.Any any => any.Of,
        Condition.Not not => [not.Of],
        Condition.Once { Match.IsEmpty: false } once => [once with { Match = [] }],
        Condition.Since { Match.IsEmpty: false } since => [since with { Match = [] }],
        _ => [],
    };
}
