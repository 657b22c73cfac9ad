namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads the one window of a <c>limit</c>.</summary>
internal sealed class WindowReader(MistakeList mistakes)
{
    private static readonly string[] Kinds = ["sliding", "fixed", "calendar", "total"];

    private readonly ValueReader _values = new(mistakes);
    private readonly DurationReader _durations = new(mistakes);
    private readonly TimeReader _times = new(mistakes);

    public Window Read(MapNode limit)
    {
        var kinds = Kinds.Where(limit.Has).ToArray();
        if (limit["zone"] is { } zone && !limit.Has("calendar"))
        {
            mistakes.Add(zone, "`zone` goes with `calendar`: leave it out, or write `calendar: day`");
        }

        if (kinds.Length != 1)
        {
            mistakes.Add(limit, kinds.Length == 0
                ? "`limit` has no window: write `sliding: PT24H`, `fixed: PT1H`, `calendar: day` or `total`"
                : $"`limit` has {string.Join(" and ", kinds.Select(Quoted.Of))}: write one window, and a clause of its own for the other");
            return new Window.Total();
        }

        var value = limit[kinds[0]]!;
        return kinds[0] switch
        {
            "sliding" => new Window.Sliding(_durations.ReadLength(value, "sliding", "PT24H")),
            "fixed" => new Window.Fixed(_durations.ReadFixed(value, "fixed", "PT1H")),
            "calendar" => new Window.Calendar(_values.Choice<CalendarUnit>(value, "calendar"), limit["zone"] is { } name ? _times.ReadZone(name) : TimeReader.Utc),
            _ => ReadTotal(value),
        };
    }

    private Window.Total ReadTotal(Node node)
    {
        if (node is not ScalarNode { IsPlain: true } scalar || !(scalar.IsNull || scalar.Value == "true"))
        {
            mistakes.Add(node, $"`total` cannot be {node.Shown}: write `total: true`, or another window instead");
        }

        return new Window.Total();
    }
}
