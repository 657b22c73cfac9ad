using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads <c>during</c>: dates, days and hours.</summary>
internal sealed partial class DuringReader(MistakeList mistakes)
{
    private static readonly string[] Keys = ["from", "to", "days", "hours", "zone"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly MapReader _maps = new(mistakes);
    private readonly ValueReader _values = new(mistakes);
    private readonly TimeReader _times = new(mistakes);

    [GeneratedRegex(@"^(?<h1>[01][0-9]|2[0-3]):(?<m1>[0-5][0-9])-((?<h2>[01][0-9]|2[0-3]):(?<m2>[0-5][0-9])|(?<h2>24):(?<m2>00))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HoursPattern { get; }

    public Condition.During Read(Node node)
    {
        var before = mistakes.Count;
        var map = _maps.Read(node, "`during`", Keys);
        if (node is MapNode && !Keys.Take(4).Any(map.Has))
        {
            mistakes.Add(node, "`during` says nothing: write `from`, `to`, `days` or `hours`");
        }

        var zone = map["zone"] is { } zoneNode ? _times.ReadZone(zoneNode) : TimeReader.Utc;
        var during = new Condition.During(
            map["from"] is { } from ? _times.Read(from, "from", zone) : null,
            map["to"] is { } to ? _times.Read(to, "to", zone) : null,
            map["days"] is { } days ? ReadDays(days) : [],
            map["hours"] is { } hours ? ReadHours(hours) : null,
            zone);
        if (during.From >= during.To && mistakes.Count == before)
        {
            mistakes.Add(map["to"]!, $"`to` is not after `from`, so that it never holds: write a time after {map["from"]!.Shown}");
        }

        return during;
    }

    private ImmutableArray<DayOfWeek> ReadDays(Node node)
    {
        if (node is ListNode { Items.IsEmpty: true })
        {
            mistakes.Add(node, "`days` is an empty list, which never holds: name at least one day such as `mon`, or leave it out");
        }

        var items = node is ListNode list ? list.Items : [node];
        return [.. items.Select(item => (DayOfWeek)Math.Max(0, _values.Choice(item, "days", DayNames))).Distinct().Order()];
    }

    private DailyHours ReadHours(Node node)
    {
        if (node is ScalarNode scalar && HoursPattern.Match(scalar.Written) is { Success: true } match)
        {
            var hours = new DailyHours(Minute(match, "h1", "m1"), Minute(match, "h2", "m2"));
            if (hours.FromMinute == hours.ToMinute)
            {
                mistakes.Add(node, $"`hours` begins and ends at once in {node.Shown}: for the whole day leave it out");
            }

            return hours;
        }

        mistakes.Add(node, $"`hours` needs two times of the day from `00:00` to `24:00` such as `\"09:00-17:00\"`, not {node.Shown}");
        return new DailyHours(0, 1440);
    }

    private static int Minute(Match match, string hour, string minute) =>
        int.Parse(match.Groups[hour].Value, CultureInfo.InvariantCulture) * 60 + int.Parse(match.Groups[minute].Value, CultureInfo.InvariantCulture);
}
