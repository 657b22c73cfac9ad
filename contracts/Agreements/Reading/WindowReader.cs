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
            "fixed" => ReadFixed(value),
            "calendar" => new Window.Calendar(_values.Choice<CalendarUnit>(value, "calendar"), limit["zone"] is { } name ? _times.ReadZone(name) : TimeReader.Utc),
            _ => ReadTotal(value),
        };
    }

    // Windows are counted from 1970-01-01, which was a Thursday.
    private Window.Fixed ReadFixed(Node node)
    {
        var before = mistakes.Count;
        var length = _durations.ReadFixed(node, "fixed", "PT1H");
        if (mistakes.Count == before && Surprise(length) is { } surprise)
        {
            mistakes.Warn(node, $"`fixed: {((ScalarNode)node).Written}` {surprise}");
        }

        return new Window.Fixed(length);
    }

    private static string? Surprise(TimeSpan length)
    {
        var day = TimeSpan.FromDays(1);
        if (length.Ticks % day.Ticks != 0)
        {
            return day.Ticks % length.Ticks == 0 ? null : "does not divide a day, so its windows begin at another time on each day: write a length that does such as `PT6H`, or `sliding` for any stretch of that length";
        }

        return length == day ? null
            : length.Days % 7 == 0 ? $"is counted from 1970-01-01, so its {(length.Days == 7 ? "weeks" : "windows")} begin on Thursdays: for weeks from Monday write `calendar: week`"
            : length.Days is >= 28 and <= 31 ? "is counted from 1970-01-01, so its windows are no months: for months write `calendar: month`"
            : $"is counted from 1970-01-01, so its windows begin on days that no calendar shows: write `calendar: week`, or `sliding: P{length.Days}D` for any stretch of that length";
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
