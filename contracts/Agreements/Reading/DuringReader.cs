using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads <c>during</c>: dates, days and hours.</summary>
internal sealed partial class DuringReader(MistakeList mistakes)
{
    private const int WholeDay = 24 * 60;

    private static readonly string[] Keys = ["from", "to", "days", "hours", "zone"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly MapReader _maps = new(mistakes);
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
            map["to"] is { } to ? _times.ReadEnd(to, "to", zone) : null,
            map["days"] is { } days ? ReadDays(days) : [],
            map["hours"] is { } hours ? ReadHours(hours) : null,
            zone);
        if (during.From >= during.To && mistakes.Count == before)
        {
            mistakes.Add(map["to"]!, $"`to` is not after `from`, so that it never holds: write a time after {map["from"]!.Shown}");
        }

        if (mistakes.Count == before)
        {
            WarnOfNight(during, map);
        }

        return during;
    }

    // The hours after midnight belong to the next day's name, which people do not expect.
    private void WarnOfNight(Condition.During during, MapNode map)
    {
        if (during is { Hours: { ToMinute: > 0 } hours, Days.Length: > 0 and < 7 } && hours.ToMinute < hours.FromMinute)
        {
            string Names(int shift) => string.Join(", ", during.Days.Select(day => ((int)day + shift) % 7).OrderBy(day => (day + 6) % 7).Select(day => DayNames[day]));
            var inZone = during.Zone == TimeReader.Utc ? "" : $", zone: {during.Zone}";
            mistakes.Warn(map["hours"]!, $"`hours` pass midnight beside `days`, and each is asked by itself, so the hours after midnight are those of the same days and not of the next ones; for nights that begin on these days write "
                + $"`any: [{{ during: {{ days: [{Names(0)}], hours: \"{Clock(hours.FromMinute)}-24:00\"{inZone} }} }}, {{ during: {{ days: [{Names(1)}], hours: \"00:00-{Clock(hours.ToMinute)}\"{inZone} }} }}]`");
        }
    }

    private ImmutableArray<DayOfWeek> ReadDays(Node node)
    {
        if (node is ListNode { Items.IsEmpty: true })
        {
            mistakes.Add(node, "`days` is an empty list, which never holds: name at least one day such as `mon`, or leave it out");
        }

        var items = node is ListNode list ? list.Items : [node];
        return [.. items.Select(item => ReadDay(item, node is ListNode)).Distinct().Order()];
    }

    private DayOfWeek ReadDay(Node node, bool isInList)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (Array.IndexOf(DayNames, written) is >= 0 and var day)
        {
            return (DayOfWeek)day;
        }

        mistakes.Add(node, () => MeantHours.IsEveryDay(written) ? $"`days` cannot be {node.Shown}: for every day leave it out"
            : MeantHours.OfDays(written) switch
            {
                [var one] => $"`days` cannot be {node.Shown}: did you mean `{one}`?",
                [_, ..] several => $"`days` cannot be {node.Shown}: write `{(isInList ? "" : "[")}{string.Join(", ", several)}{(isInList ? "" : "]")}`",
                _ => $"`days` cannot be {node.Shown}: write {Quoted.Choice(DayNames)}",
            });
        return DayOfWeek.Sunday;
    }

    private DailyHours ReadHours(Node node)
    {
        if (node is ScalarNode scalar && HoursPattern.Match(scalar.Written) is { Success: true } match)
        {
            return ReadHours(node, new DailyHours(Minute(match, "h1", "m1"), Minute(match, "h2", "m2")));
        }

        var written = node switch
        {
            ScalarNode text => text.Written,
            ListNode { Items: [ScalarNode from, ScalarNode to] } => from.Written.Contains('-', StringComparison.Ordinal) ? $"{from.Written}, {to.Written}" : $"{from.Written}-{to.Written}",
            _ => "",
        };
        mistakes.Add(node, () => ExplainHours(node, written));
        return new DailyHours(0, WholeDay);
    }

    private static string ExplainHours(Node node, string written)
    {
        if (MeantHours.IsWholeDay(written))
        {
            return $"`hours` cannot be {node.Shown}: for the whole day leave it out";
        }

        if (MeantHours.OfHours(written) is { } meant)
        {
            return $"`hours` needs two times of the day from `00:00` to `24:00` such as `\"{meant}\"`, not {node.Shown}";
        }

        if (MeantHours.OfSeveral(written) is [_, ..] several)
        {
            return $"`hours` is one stretch of the day, not {node.Shown}: for several write `any: [{string.Join(", ", several.Select(hours => $"{{ during: {{ hours: \"{hours}\" }} }}"))}]`";
        }

        var (first, last) = (written.IndexOf(' ', StringComparison.Ordinal), written.LastIndexOf(' '));
        if (last > 0 && MeantHours.OfHours(written[..last]) is { } before && Zones.Find(written[(last + 1)..]) is { } zone)
        {
            return $"`hours` cannot be {node.Shown}: write `hours: \"{before}\"`, and `zone: {zone}` beside it";
        }

        return first > 0 && MeantHours.OfHours(written[first..]) is { } after && MeantHours.OfDays(written[..first]) is [_, ..] days
            ? $"`hours` cannot be {node.Shown}: write `hours: \"{after}\"`, and `days: [{string.Join(", ", days)}]` beside it"
            : $"`hours` cannot be {node.Shown}: write two times of the day, for example `\"09:00-17:00\"`";
    }

    private DailyHours ReadHours(Node node, DailyHours hours)
    {
        if (hours.FromMinute == hours.ToMinute)
        {
            mistakes.Add(node, $"`hours` begins and ends at once in {node.Shown}: for the whole day leave it out");
        }
        else if (hours is (0, WholeDay))
        {
            mistakes.Warn(node, "`hours` takes the whole day, so it asks nothing: leave it out");
        }
        else if (hours.ToMinute % 60 == 59)
        {
            mistakes.Warn(node, $"`hours` ends before {Clock(hours.ToMinute)}, so that minute is not included: write `\"{Clock(hours.FromMinute)}-{Clock(hours.ToMinute + 1)}\"`");
        }

        return hours;
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int Minute(Match match, string hour, string minute) =>
        int.Parse(match.Groups[hour].Value, CultureInfo.InvariantCulture) * 60 + int.Parse(match.Groups[minute].Value, CultureInfo.InvariantCulture);
}
