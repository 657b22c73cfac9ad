using Covenant.Contracts.Events;

namespace Covenant.Silo.Telemetry;

/// <summary>The times of a partition's events, to a tenth of a second, and only as far as they are not told yet. One thread adds, in the order of the log; any may ask.</summary>
internal sealed class RecordTimes
{
    private const int MarksMax = 4_096;

    private const long Step = TimeSpan.TicksPerSecond / 10;

    private readonly Lock _lock = new();
    private Queue<(long Offset, EventTime Time)> _marks = new();
    private (long Offset, long Ticks) _last = (-1, long.MinValue / 2);

    /// <summary>For each event, so it does nothing for nearly all of them.</summary>
    /// <param name="told">Every record below this offset is told; asked for only where there is no room.</param>
    public void Add(long offset, EventTime time, Func<long> told)
    {
        if (Math.Abs(time.Ticks - _last.Ticks) >= Step || offset <= _last.Offset)
        {
            Mark(offset, time, told);
        }
    }

    /// <summary>The time of the event at this offset, or of the one before it that is known; null where none is.</summary>
    public EventTime? At(long offset)
    {
        lock (_lock)
        {
            Forget(offset);
            return _marks.TryPeek(out var mark) && mark.Offset <= offset ? mark.Time : null;
        }
    }

    private void Mark(long offset, EventTime time, Func<long> told)
    {
        lock (_lock)
        {
            // The reader went back: what follows is told of again.
            if (offset <= _last.Offset)
            {
                _marks.Clear();
            }

            if (_marks.Count == MarksMax)
            {
                MakeRoom(told());
            }

            _last = (offset, time.Ticks);
            _marks.Enqueue((offset, time));
        }
    }

    // Where nothing of it is told yet, every other one goes, and the times are as much coarser.
    private void MakeRoom(long told)
    {
        Forget(told);
        if (_marks.Count == MarksMax)
        {
            _marks = new Queue<(long Offset, EventTime Time)>(_marks.Where((_, index) => index % 2 == 0));
        }
    }

    // The last one at or below is that of the offset itself.
    private void Forget(long below)
    {
        while (_marks.Count > 1 && _marks.ElementAt(1).Offset <= below)
        {
            _marks.Dequeue();
        }
    }
}
