using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Conditions;

/// <summary>The marks of one key, by time and then by coming.</summary>
/// <remarks>INVARIANT (tolerance): holds every mark later than the horizon and the last <see cref="BeforeHorizonMax"/> before it. One would be all that an
/// event within the tolerance can need; the others answer for a late one. Older ones may still be here and are never asked. The horizon is the
/// customer's newest event time less the tolerance.</remarks>
internal sealed class MarkCell : MemoryCell
{
    /// <summary>How many marks at or before the horizon are remembered.</summary>
    public const int BeforeHorizonMax = 8;

    private TimedList<Mark> _marks;

    public void Add(Mark mark, MarkDefinition definition, long horizon, MemoryBounds bounds)
    {
        LastTime = Math.Max(LastTime, mark.Time);
        if (definition.FirstAlone)
        {
            KeepFirst(mark);
            return;
        }

        _marks.Insert(mark);
        var forgotten = Math.Max(_marks.CountUpTo(horizon) - BeforeHorizonMax, _marks.Count - bounds.EntriesMax);
        if (forgotten > 0)
        {
            _marks.RemoveFirst(forgotten);
        }
    }

    /// <summary>The last mark at or before the time; null where there is none, or none that is remembered and still counts.</summary>
    public Mark? LastAt(long time, MarkDefinition definition, long horizon)
    {
        if (definition.FirstAlone)
        {
            return _marks.Count > 0 && _marks[0].Time <= time ? _marks[0] : null;
        }

        var last = _marks.CountUpTo(time) - 1;
        return last >= Math.Max(0, _marks.CountUpTo(horizon) - BeforeHorizonMax) && _marks[last].Time >= definition.Earliest(time) ? _marks[last] : null;
    }

    public override long Prefetch() => _marks.Prefetch();

    public override bool IsSpent(MemoryDefinition definition, long horizon)
    {
        var last = _marks[_marks.Count - 1];
        return last.Time <= horizon && (!last.IsStart || last.Time < ((MarkDefinition)definition).Reach(horizon));
    }

    private void KeepFirst(Mark mark)
    {
        if (_marks.Count > 0 && mark.Time < _marks[0].Time)
        {
            _marks.RemoveFirst(1);
        }

        if (_marks.Count == 0)
        {
            _marks.Insert(mark);
        }
    }

    public override void Write(StateWriter writer)
    {
        writer.Count(_marks.Count);
        foreach (var mark in _marks.All)
        {
            writer.Number(mark.Time);
            writer.Text(mark.Id);
            writer.Flag(mark.IsStart);
        }
    }

    public override void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var mark = new Mark(reader.Number(), reader.Text() ?? "", reader.Flag());
            _marks.Insert(mark);
            LastTime = Math.Max(LastTime, mark.Time);
        }
    }
}
