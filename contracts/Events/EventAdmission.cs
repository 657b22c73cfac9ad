namespace Covenant.Contracts.Events;

/// <summary>The checks of a readable event that need more than its bytes: a clock, and the institutions.</summary>
/// <param name="aheadMax">How far an event's time may lie after the clock; null where any time will do, as in a replay.</param>
/// <param name="hasDocument">Whether there is any document for an institution, of whatever status.</param>
public sealed class EventAdmission(TimeSpan? aheadMax, Func<string, bool> hasDocument)
{
    /// <summary>The usual <c>aheadMax</c>: one day.</summary>
    public static readonly TimeSpan DefaultAheadMax = TimeSpan.FromDays(1);

    /// <param name="now">The reader's clock; asked for once per batch, not per event.</param>
    /// <returns>Null where the event may be judged.</returns>
    public EventDefect? Check(DataUseEvent @event, EventTime now)
    {
        if (aheadMax is { } ahead && @event.Time.Ticks - now.Ticks > ahead.Ticks)
        {
            return new(EventDefectReason.TimeAhead, $"`time` is `{@event.Time}`, more than {Iso(ahead)} ahead of the clock (`{now}`); mend the producer's clock");
        }

        return hasDocument(@event.Institution) ? null : new(
            EventDefectReason.UnknownInstitution,
            $"there is no document for institution `{@event.Institution}`; publish its agreement, or one with `status: abstained`");
    }

    private static string Iso(TimeSpan span) => System.Xml.XmlConvert.ToString(span);
}
