using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle;

/// <summary>What one trigger opened for one bind value, and has not been decided yet.</summary>
/// <param name="Order">How many were opened before it.</param>
/// <param name="Start">From when its time runs.</param>
/// <param name="Remembered">The oldest time of which events before the trigger in the log count still; null where there are none.</param>
internal sealed record Obligation(
    long Order, InstitutionOracle Institution, CustomerTrace Customer, TrackedClause Tracked, Seen Trigger, string? Bind, EventTime Start, EventTime? Remembered)
{
    /// <summary>1-based; moves on for a duty that restarts itself.</summary>
    public int Period { get; set; } = 1;

    public ObligeClause Clause => (ObligeClause)Tracked.Clause;

    public bool IsRepeating => Clause.Deadline is Deadline.Every;

    public EventTime Due => DueOf(Period);

    public string? Key => Institution.Values.MatchKey(Trigger.Event, Clause.Match);

    /// <summary>An event that matches <c>until</c> came no later than this period's end.</summary>
    public bool IsEnded =>
        Clause.Deadline is Deadline.Every { Until: { } until } && Others().Any(x => Institution.Selectors.Takes(until, x.Event) && Trigger.Time <= x.Time && x.Time <= Due);

    /// <summary>What was to be done was done in time.</summary>
    public bool IsDischarged => Others().Any(x =>
        Institution.Selectors.Takes(Clause.Do, x.Event)
        && (Bind is null || Institution.Values.Discharges(x.Event, Clause.ForEach!.Bind, Bind))
        && IsInTime(x.Time));

    private bool IsInTime(EventTime time) =>
        time <= Due && (IsRepeating ? time > DueOf(Period - 1) : time.Ticks >= Trigger.Time.Ticks - Institution.Tolerance.Ticks);

    private EventTime DueOf(int period) => Clause.Deadline switch
    {
        Deadline.Within within => within.Time.After(Start),
        Deadline.Every every => every.Period.After(Start, period),
        _ => throw new NotSupportedException(Clause.Deadline.GetType().Name),
    };

    /// <summary>The customer's events other than the trigger, with its match key, that are remembered for it.</summary>
    private IEnumerable<Seen> Others() => Key is not { } key
        ? []
        : Customer.Events.Where(x => x != Trigger
            && (x.Offset > Trigger.Offset || x.Time >= Remembered)
            && Institution.Values.MatchKey(x.Event, Clause.Match) == key);
}
