using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Events;

/// <summary>The checks of a readable event that need more than its bytes: its record's time, and the institutions.</summary>
/// <param name="aheadMax">How far an event's time may lie after its record's.</param>
/// <param name="hasDocument">Whether there is any document for an institution, of whatever status.</param>
public sealed class EventAdmission(TimeSpan aheadMax, Func<string, bool> hasDocument)
{
    /// <summary>The usual <c>aheadMax</c>: one day.</summary>
    public static readonly TimeSpan DefaultAheadMax = TimeSpan.FromDays(1);

    /// <param name="recorded">The record's time, <see cref="RecordClock.TimeOf"/>.</param>
    /// <returns>Null where the event may be judged.</returns>
    public EventDefect? Check(DataUseEvent @event, EventTime recorded)
    {
        if (@event.Time.Ticks - recorded.Ticks > aheadMax.Ticks)
        {
            return new(
                EventDefectReason.TimeAhead,
                $"`time` is `{@event.Time}`, more than {Iso(aheadMax)} after the record was written (`{recorded}`); mend the producer's clock");
        }

        if (hasDocument(@event.Institution))
        {
            return null;
        }

        // No agreement with such a name is ever accepted, so it is asked for only where there is none.
        return PlatformNames.IsReserved(@event.Institution)
            ? new(
                EventDefectReason.InvalidInstitution,
                $"no institution can be called `{@event.Institution}`: topics of the platform begin with this name; give the institution another, such as `{@event.Institution}-bank`")
            : new(
                EventDefectReason.UnknownInstitution,
                $"there is no document for institution `{@event.Institution}`; publish its agreement, or one with `status: abstained`");
    }

    private static string Iso(TimeSpan span) => System.Xml.XmlConvert.ToString(span);
}
