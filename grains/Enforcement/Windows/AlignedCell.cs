using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>The aligned windows of one scope that an event within the tolerance can still fall into.</summary>
internal sealed class AlignedCell : WindowCell
{
    private readonly List<AlignedWindow> _windows = new(1);

    public override long Count(LimitDefinition limit, in Occurrence at, MemoryBounds bounds)
    {
        if (Find(at) is { } window)
        {
            return window.Count(limit, at, AmountOf(limit, at), bounds);
        }

        var interval = limit.Aligned!.Of(at.Time);
        if (interval.End <= at.Horizon)
        {
            return OwnMeasure(limit, at);
        }

        LastTime = Math.Max(LastTime, interval.End);
        var horizon = at.Horizon;
        _windows.RemoveAll(old => old.Interval.End <= horizon);
        _windows.Add(new AlignedWindow(interval));
        return _windows[^1].Count(limit, at, AmountOf(limit, at), bounds);
    }

    public override WindowEvidence Evidence(LimitDefinition limit, in Occurrence at, long value)
    {
        var interval = limit.Aligned!.Of(at.Time);
        var witnesses = Find(at)?.Witnesses.ToList() ?? [new(at.Event.Id, at.Event.Time)];
        return interval == Interval.Ever
            ? new WindowEvidence(value, null, at.Time, witnesses)
            : new WindowEvidence(value, interval.Start, interval.End, witnesses);
    }

    public override bool IsSpent(MemoryDefinition definition, long horizon) => LastTime <= horizon;

    private AlignedWindow? Find(in Occurrence at)
    {
        for (var i = _windows.Count - 1; i >= 0; i--)
        {
            var window = _windows[i];
            if (window.Interval.Contains(at.Time))
            {
                return window.Interval.End > at.Horizon ? window : null;
            }
        }

        return null;
    }

    public override void Write(StateWriter writer)
    {
        writer.Count(_windows.Count);
        foreach (var window in _windows)
        {
            window.Write(writer);
        }
    }

    public override void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _windows.Add(AlignedWindow.Read(reader));
            LastTime = Math.Max(LastTime, _windows[^1].Interval.End);
        }
    }
}
