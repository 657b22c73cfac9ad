using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle;

/// <summary>How far back an event at or after the horizon can look.</summary>
internal static class Reach
{
    /// <summary>The earliest time that lies the length before the horizon or after it: where a month's end is clamped a later time looks further back.</summary>
    public static EventTime Of(Duration length, EventTime horizon)
    {
        var midnights = Enumerable.Range(1, 31).Select(day => new EventTime((horizon.Ticks / TimeSpan.TicksPerDay + day) * TimeSpan.TicksPerDay));
        var times = length.Months == 0 ? [] : midnights;
        return times.Append(horizon).Select(length.Before).MinBy(time => time.Ticks);
    }
}
