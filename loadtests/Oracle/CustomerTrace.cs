using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle;

/// <summary>All that is kept of one customer: every event that was no duplicate, in log order.</summary>
internal sealed class CustomerTrace(TimeSpan tolerance)
{
    private readonly List<Seen> _events = [];

    public IReadOnlyList<Seen> Events => _events;

    public EventTime? Newest { get; private set; }

    /// <summary>The newest time less the tolerance: what lies before it is known only as far as it is remembered.</summary>
    public EventTime? Horizon => Newest is { } newest ? new(newest.Ticks - tolerance.Ticks) : null;

    public Dictionary<string, LimitMemory> Limits { get; } = [];

    public ReportStreaks Streaks { get; } = new();

    public bool IsDuplicate(DataUseEvent e) =>
        Newest is { } newest
        && _events.Any(d => d.Event.Id == e.Id && d.Event.Source == e.Source && d.Time.Ticks >= Math.Max(newest.Ticks, e.Time.Ticks) - tolerance.Ticks);

    public bool IsLate(DataUseEvent e) => e.Time < Horizon;

    public void Add(Seen e)
    {
        _events.Add(e);
        Newest = Newest > e.Time ? Newest : e.Time;
    }
}
