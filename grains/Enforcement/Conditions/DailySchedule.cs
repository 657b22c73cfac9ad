using System.Globalization;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using NodaTime;

namespace Covenant.Grains.Enforcement.Conditions;

/// <summary>The times that a <c>during</c> covers.</summary>
internal sealed class DailySchedule(Condition.During during)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[during.Zone];

    public bool Covers(EventTime time)
    {
        if (time < (during.From ?? EventTime.Epoch) || (during.To is { } end && time >= end))
        {
            return false;
        }

        if (!IsLocal)
        {
            return true;
        }

        var local = Local(time);
        return (during.Days.IsEmpty || during.Days.Contains((DayOfWeek)((int)local.DayOfWeek % 7)))
            && (during.Hours is not { } hours || Covers(hours, local.TickOfDay));
    }

    /// <summary>The time as the schedule sees it.</summary>
    public string Told(EventTime time) => IsLocal ? $"{Local(time).ToString("dddd, uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} ({during.Zone} time)" : time.ToString();

    private bool IsLocal => !during.Days.IsEmpty || during.Hours is not null;

    private LocalDateTime Local(EventTime time) => Instant.FromUnixTimeTicks(time.Ticks).InZone(_zone).LocalDateTime;

    private static bool Covers(DailyHours hours, long tickOfDay)
    {
        long from = hours.FromMinute * TimeSpan.TicksPerMinute, to = hours.ToMinute * TimeSpan.TicksPerMinute;
        return from < to ? tickOfDay >= from && tickOfDay < to : tickOfDay >= from || tickOfDay < to;
    }
}
