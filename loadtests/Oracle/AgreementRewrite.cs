using System.Collections.Immutable;
using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>The same agreement with the fields and values of all its selectors written another way.</summary>
/// <param name="values">The values of one test.</param>
/// <param name="field">A field, wherever it is named.</param>
internal sealed class AgreementRewrite(Func<FieldTest, IEnumerable<string>> values, Func<Field, Field> field)
{
    public Agreement Of(Agreement agreement) => agreement with
    {
        Scope = agreement.Scope is { } scope ? Of(scope) : null,
        Clauses = [.. agreement.Clauses.Select(Of)],
    };

    private Clause Of(Clause clause)
    {
        Clause rewritten = clause switch
        {
            PermitClause permit => permit with { What = Of(permit.What) },
            ProhibitClause prohibit => prohibit with { What = Of(prohibit.What) },
            LimitClause limit => limit with { When = Of(limit.When), Measure = Of(limit.Measure), Per = limit.Per with { Fields = Of(limit.Per.Fields) } },
            ObligeClause oblige => oblige with
            {
                After = Of(oblige.After),
                Do = Of(oblige.Do),
                Deadline = oblige.Deadline is Deadline.Every { Until: { } until } every ? every with { Until = Of(until) } : oblige.Deadline,
                Match = Of(oblige.Match),
                ForEach = oblige.ForEach is { } each ? new(Of(each.Seen), field(each.Bind)) : null,
            },
            _ => throw new NotSupportedException(clause.GetType().Name),
        };
        return rewritten with { While = clause.While is { } holds ? Of(holds) : null, Unless = clause.Unless is { } excepts ? Of(excepts) : null };
    }

    private Measure Of(Measure measure) => measure is Measure.Distinct distinct ? new Measure.Distinct(field(distinct.Field)) : measure;

    private Condition Of(Condition condition) => condition switch
    {
        Condition.Once once => once with { What = Of(once.What), Match = Of(once.Match) },
        Condition.Since since => new Condition.Since(Of(since.Start), Of(since.End), Of(since.Match)),
        Condition.All all => new Condition.All([.. all.Of.Select(Of)]),
        Condition.Any any => new Condition.Any([.. any.Of.Select(Of)]),
        Condition.Not not => new Condition.Not(Of(not.Of)),
        Condition.During during => during,
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    private Selector Of(Selector selector) => selector == Selector.Everything ? selector : new()
    {
        Fields = [.. selector.Fields.Select(test => test with { Field = field(test.Field), Values = [.. values(test).Distinct()] })],
        Not = selector.Not is { } not ? Of(not) : null,
        Any = [.. selector.Any.Select(Of)],
    };

    private ImmutableArray<Field> Of(ImmutableArray<Field> fields) => [.. fields.Select(field)];
}
