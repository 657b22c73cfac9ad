namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads what an <c>oblige</c> asks for.</summary>
internal sealed class ObligeReader(MistakeList mistakes, SelectorReader selectors)
{
    private static readonly string[] Keys = ["after", "do", "within", "every", "until", "match", "forEach"];
    private static readonly string[] ForEachKeys = ["seen", "bind"];

    private readonly MapReader _maps = new(mistakes);
    private readonly DurationReader _durations = new(mistakes);
    private readonly FieldListReader _fields = new(mistakes);

    public ObligeClause Read(Node node, string id)
    {
        var map = _maps.Read(node, "`oblige`", Keys);
        if (node is not MapNode)
        {
            return new ObligeClause { Id = id, After = Selector.Everything, Do = Selector.Everything, Deadline = new Deadline.Within(Duration.Zero) };
        }

        var clause = new ObligeClause
        {
            Id = id,
            After = selectors.ReadRequired(map, "after", "`oblige`"),
            Do = selectors.ReadRequired(map, "do", "`oblige`"),
            Deadline = ReadDeadline(map),
            Match = _fields.ReadMatch(map["match"], []),
            ForEach = map["forEach"] is { } forEach ? ReadForEach(forEach) : null,
        };
        if (clause.ForEach is { Bind: var bind } && clause.Match.Contains(bind) && map["forEach"] is MapNode { } each && each.Has("bind"))
        {
            mistakes.Add(each["bind"]!, $"`bind` cannot be {Quoted.Of(bind.ToString())}, which is in `match` already: the one takes its value from the events seen, the other from the trigger; leave one out");
        }

        return clause;
    }

    private Deadline ReadDeadline(MapNode map)
    {
        if (map["within"] is { } both && map.Has("every"))
        {
            mistakes.Add(both, "`oblige` has `within` and `every`: write `within` for a duty that is done once, `every` for one that comes again");
        }
        else if (map["until"] is { } until && !map.Has("every"))
        {
            mistakes.Add(until, "`until` goes with `every`: write `every: P1D`, or leave it out");
        }

        if (map["every"] is { } every)
        {
            return new Deadline.Every(_durations.ReadPeriod(every, "every", "P1D"), map["until"] is { } end ? selectors.Read(end, "until") : null);
        }

        if (map["within"] is { } within)
        {
            return new Deadline.Within(_durations.Read(within, "within", "P30D"));
        }

        mistakes.Add(map, "`oblige` has no deadline: write `within: P30D`, or `every: P1D` for a duty that comes again");
        return new Deadline.Within(Duration.Zero);
    }

    private ForEach? ReadForEach(Node node)
    {
        var map = _maps.Read(node, "`forEach`", ForEachKeys);
        if (node is not MapNode)
        {
            return null;
        }

        var seen = selectors.ReadRequired(map, "seen", "`forEach`");
        if (map["bind"] is { } bind)
        {
            return new ForEach(seen, _fields.ReadBind(bind));
        }

        mistakes.Add(map, "`forEach` has no `bind`: name the field whose values it goes through, such as `bind: recipient`");
        return null;
    }
}
