using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>All that is kept of one customer: every event that was no duplicate, in log order.</summary>
internal sealed class CustomerTrace(TimeSpan tolerance, RuleBook rules)
{
    private readonly List<Seen> _events = [];

    public IReadOnlyList<Seen> Events => _events;

    /// <summary>The greatest admitted time.</summary>
    public EventTime? Newest { get; private set; }

    /// <summary>The newest time less the tolerance: what lies before it is known only as far as it is remembered.</summary>
    public EventTime? Horizon => Newest is { } newest ? new(newest.Ticks - tolerance.Ticks) : null;

    public Dictionary<string, LimitMemory> Limits { get; } = [];

    public ReportStreaks Streaks { get; } = new();

    public bool IsDuplicate(OracleEvent e)
    {
        if (Newest is not { } newest)
        {
            return false;
        }

        var same = _events.Where(d => d.Event.Id == e.Id && d.Event.Source == e.Source).ToList();
        var byOwn = same.Any(d => d.Time.Ticks >= Math.Max(newest.Ticks, e.Time.Ticks) - tolerance.Ticks);
        var byAdmitted = same.Any(d => d.Admitted.Ticks >= Math.Max(newest.Ticks, e.Admitted.Ticks) - tolerance.Ticks);
        return byOwn == byAdmitted || rules.Decides(SheetRule.DuplicatesByOwnTime, true) ? byOwn : byAdmitted;
    }

    public bool IsLate(OracleEvent e) => e.Time < Horizon;

    public void Add(Seen e)
    {
        _events.Add(e);
        var time = Newest is not { } newest || e.Time > newest ? Counted(e) : e.Admitted;
        Newest = Newest > time ? Newest : time;
    }

    // The rule decides where the event's own time would move the newest further.
    private EventTime Counted(Seen e) => e.Admitted == e.Time || rules.Decides(SheetRule.NewestIsAdmitted, true) ? e.Admitted : e.Time;
}
