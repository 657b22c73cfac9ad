using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads what a <c>limit</c> measures.</summary>
internal sealed class LimitReader(MistakeList mistakes, SelectorReader selectors)
{
    private static readonly string[] Keys = ["when", "count", "sum", "distinct", "max", "sliding", "fixed", "calendar", "total", "zone", "per"];
    private static readonly string[] Measures = ["count", "sum", "distinct"];

    private readonly MapReader _maps = new(mistakes);
    private readonly ValueReader _values = new(mistakes);
    private readonly FieldListReader _fields = new(mistakes);
    private readonly WindowReader _windows = new(mistakes);
    private readonly ScopeReader _scopes = new(mistakes);

    public LimitClause Read(Node node, string id)
    {
        var map = _maps.Read(node, "`limit`", Keys);
        var when = map["when"] is { } selector ? selectors.Read(selector, "when") : Selector.Everything;
        if (node is not MapNode)
        {
            return new LimitClause { Id = id, When = when, Measure = new Measure.Count(), Max = 0, Window = new Window.Total() };
        }

        var (measure, max) = ReadMeasure(map);
        return new LimitClause { Id = id, When = when, Measure = measure, Max = max, Window = _windows.Read(map), Per = map["per"] is { } per ? _scopes.Read(per) : Scope.Customer };
    }

    private (Measure Measure, long Max) ReadMeasure(MapNode map)
    {
        var named = Measures.Where(map.Has).ToArray();
        if (named.Length != 1)
        {
            mistakes.Add(map, named.Length == 0
                ? "`limit` has no measure: write `count: 4`, or `sum: records` or `distinct: FIELD` with `max`"
                : $"`limit` has {string.Join(" and ", named.Select(Quoted.Of))}: write one measure, and a clause of its own for the other");
            return (new Measure.Count(), 0);
        }

        if (named[0] == "count")
        {
            if (map["max"] is { } extra)
            {
                mistakes.Add(extra, "`count` is the maximum already: leave out `max`");
            }

            return (new Measure.Count(), _values.Whole(map["count"]!, "count", 0, ValueReader.WholeMax));
        }

        return (named[0] == "sum" ? ReadSum(map["sum"]!) : new Measure.Distinct(_fields.ReadDistinct(map["distinct"]!)), ReadMax(map, named[0]));
    }

    private Measure.SumOfRecords ReadSum(Node node)
    {
        if (node is not ScalarNode { Written: "records" })
        {
            mistakes.Add(node, $"`sum` cannot be {node.Shown}: write `sum: records`, and the maximum as `max`");
        }

        return new Measure.SumOfRecords();
    }

    private long ReadMax(MapNode map, string measure)
    {
        if (map["max"] is { } max)
        {
            return _values.Whole(max, "max", 0, ValueReader.WholeMax);
        }

        mistakes.Add(map, $"`limit` has no `max`: say how much `{measure}` may come to, such as `max: 100`");
        return 0;
    }
}
