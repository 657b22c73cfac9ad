using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Conditions;

/// <summary>An event as it is judged: with the horizon that its customer's memory had when it came.</summary>
/// <param name="Admitted">The time by which it moves clocks.</param>
/// <param name="Horizon">Newest admitted time less the tolerance; <see cref="long.MinValue"/> at a customer's first event.</param>
internal readonly record struct Occurrence(DataUseEvent Event, EventTime Admitted, long Horizon)
{
    public long Time => Event.Time.Ticks;

    /// <summary>Out of order by more than the tolerance.</summary>
    public bool IsLate => Time < Horizon;
}
