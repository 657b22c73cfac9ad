using System.Globalization;
using System.Text;
using Covenant.Contracts.Events;
using NodaTime;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads points in time and time zones.</summary>
internal sealed class TimeReader(MistakeList mistakes)
{
    public const string Utc = "UTC";

    /// <summary>An RFC 3339 time, or a date, which is the start of that day in the zone.</summary>
    public EventTime Read(Node node, string key, string zone = Utc)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (TryTime(written, out var time))
        {
            return time;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var day = DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(LocalDate.FromDateOnly(date));
            
            // East of Greenwich the first day of the year 1 begins before that year does.
            return new EventTime(Math.Clamp(day.ToInstant().ToUnixTimeTicks(), -DateTime.UnixEpoch.Ticks, EventTime.MaxTicks));
        }

        var meant = new[] { written + "Z", written.Replace(' ', 'T'), written.Replace(' ', 'T') + "Z" }.FirstOrDefault(guess => TryTime(guess, out _));
        mistakes.Add(node, $"`{key}` needs a time such as `{meant ?? "2026-01-31T00:00:00Z"}`, or a date such as `2026-01-31`, not {node.Shown}");
        return EventTime.Epoch;
    }

    /// <summary>A tz database name.</summary>
    public string ReadZone(Node node)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (Zones.Known.Contains(written))
        {
            return written;
        }

        mistakes.Add(node, () => $"`zone` needs a name of the tz database such as `{Zones.NearestTo(written) ?? "America/New_York"}`, not {node.Shown}");
        return Utc;
    }

    private static bool TryTime(string text, out EventTime time)
    {
        time = default;
        return text.Length <= EventTime.TextMax && EventTime.TryParse(Encoding.UTF8.GetBytes(text), out time);
    }
}
