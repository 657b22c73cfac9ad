namespace Covenant.Contracts.Events;

/// <summary>How late it is by the timestamps of one log, and how far an event may move the clocks that judging goes by. Section 1 of the semantics sheet.</summary>
/// <param name="clockSkewMax">How far an event's own time counts beyond its record's.</param>
/// <param name="recorded">The greatest timestamp of the log so far; null where no record had one.</param>
public sealed class RecordClock(TimeSpan clockSkewMax, EventTime? recorded = null)
{
    /// <summary>The usual <c>clockSkewMax</c>: one minute.</summary>
    public static readonly TimeSpan DefaultClockSkewMax = TimeSpan.FromMinutes(1);

    /// <summary>How far an event's own time counts beyond its record's. Another one holds from the next record on.</summary>
    public TimeSpan ClockSkewMax { get; set; } = clockSkewMax;

    /// <summary>The greatest timestamp of the log so far; null where no record had one.</summary>
    public EventTime? Recorded { get; private set; } = recorded;

    /// <summary>The next record of the log, whatever it holds. To be called before the others.</summary>
    /// <param name="timestamp">Null where it has none.</param>
    public void See(EventTime? timestamp)
    {
        if (timestamp is { } time && (Recorded is not { } greatest || time > greatest))
        {
            Recorded = time;
        }
    }

    /// <summary>The time of the record seen last.</summary>
    /// <param name="own">Its event's, which stands in while no record had a timestamp.</param>
    public EventTime TimeOf(EventTime own) => Recorded ?? own;

    /// <summary>The time by which the event of the record seen last moves clocks.</summary>
    /// <param name="own">The event's own.</param>
    public EventTime Admit(EventTime own) => Latest is { } latest && latest < own ? latest : own;

    /// <summary>The latest time that a clock may have come to; null where no record had a timestamp.</summary>
    public EventTime? Latest => Recorded is { } time ? new EventTime(Math.Min(EventTime.MaxTicks, time.Ticks + ClockSkewMax.Ticks)) : null;
}
