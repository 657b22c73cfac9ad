using System.Text.RegularExpressions;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>RFC 3339 in ticks; digits below are cut.</summary>
internal static partial class TimeText
{
    public static EventTime? Read(string text)
    {
        var match = Form.Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Number(string name) => int.Parse(match.Groups[name].Value, System.Globalization.CultureInfo.InvariantCulture);
        var (year, month, day, second) = (Number("year"), Number("month"), Number("day"), Number("second"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || Number("hour") > 23 || Number("minute") > 59 || second > 60)
        {
            return null;
        }

        var ticks = new DateTime(year, month, day, Number("hour"), Number("minute"), 0).Ticks - DateTime.UnixEpoch.Ticks + second * TimeSpan.TicksPerSecond;
        if (match.Groups["offset"].Success)
        {
            var (hours, minutes) = (Number("hours"), Number("minutes"));
            if (hours > 23 || minutes > 59)
            {
                return null;
            }

            ticks -= (match.Groups["offset"].Value[0] == '-' ? -1 : 1) * (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute);
        }

        // A leap second is the last of a month, in UTC.
        if (second == 60 && (ticks < 0 || new DateTime(ticks + DateTime.UnixEpoch.Ticks) is not { Day: 1, TimeOfDay.Ticks: 0 }))
        {
            return null;
        }

        return new EventTime(ticks + long.Parse(match.Groups["fraction"].Value.PadRight(7, '0')[..7], System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?([Zz]|(?<offset>[+-](?<hours>[0-9]{2}):(?<minutes>[0-9]{2})))\z")]
    private static partial Regex Form { get; }
}
