using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>What <c>report: first</c> needs to know of one clause in one lane.</summary>
/// <param name="aligned">Of a limit with aligned windows: each begins a row.</param>
/// <param name="sliding">Of a limit with a sliding window: what lies before it is not in its row.</param>
internal sealed class ReportDefinition(string canonical, WindowBounds? aligned, Duration? sliding) : MemoryDefinition(canonical)
{
    public WindowBounds? Aligned => aligned;

    public bool IsInRow(EventTime before, EventTime time) => sliding is not { } length || before > length.Before(time);

    public override MemoryPart Create() => new KeyedCells<ReportCell>(this);
}

/// <summary>Whether the event before was a violation, and how many were held back since the last one told.</summary>
internal sealed class ReportCell : MemoryCell
{
    private readonly List<(Interval Window, long Time, bool Violated)> _last = new(1);
    private long _suppressed;

    /// <summary>Whether a violation is to be told, and how many were held back before it.</summary>
    public bool Tells(ReportDefinition definition, bool violated, in Occurrence at, Verdicts verdicts, out long? suppressed)
    {
        var held = Replace(definition, violated, at) && violated;
        suppressed = violated && !held && _suppressed > 0 ? _suppressed : null;
        _suppressed = held ? _suppressed + 1 : violated ? 0 : _suppressed;
        verdicts.HeldBack += held ? 1 : 0;
        return violated && !held;
    }

    // Returns what was noted before for the same window.
    private bool Replace(ReportDefinition definition, bool violated, in Occurrence at)
    {
        LastTime = Math.Max(LastTime, at.Time);
        var window = definition.Aligned?.Of(at.Time) ?? Interval.Ever;
        var horizon = at.Horizon;
        _last.RemoveAll(noted => noted.Window.End <= horizon);
        var index = _last.FindIndex(noted => noted.Window == window);
        var before = index >= 0 && _last[index].Violated && definition.IsInRow(new EventTime(_last[index].Time), at.Event.Time);
        if (index >= 0)
        {
            _last[index] = (window, at.Time, violated);
        }
        else if (window.End > horizon)
        {
            _last.Add((window, at.Time, violated));
        }

        return before;
    }

    public override bool IsSpent(MemoryDefinition definition, long horizon) => _suppressed == 0 && _last.TrueForAll(noted => !noted.Violated || noted.Window.End <= horizon);

    public override void Write(StateWriter writer)
    {
        writer.Number(_suppressed);
        writer.Number(LastTime);
        writer.Count(_last.Count);
        foreach (var (window, time, violated) in _last)
        {
            writer.Number(window.Start);
            writer.Number(window.End);
            writer.Number(time);
            writer.Flag(violated);
        }
    }

    public override void Read(StateReader reader)
    {
        _suppressed = reader.Number();
        LastTime = reader.Number();
        for (var left = reader.Count(); left > 0; left--)
        {
            _last.Add((new Interval(reader.Number(), reader.Number()), reader.Number(), reader.Flag()));
        }
    }
}
