using System.Runtime.InteropServices;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>A sliding window: the measure over (t - W, t].</summary>
/// <remarks>INVARIANT (running measure): _sum and _values measure exactly the entries from _low on, which are those later than _lower. An event
/// that comes in order moves _lower forward and reads them; one out of order is measured by looking through its window, and so is one whose window
/// begins before that of an earlier one, where a month's end is clamped.</remarks>
internal sealed class SlidingCell : WindowCell
{
    private TimedList<WindowEntry> _entries;
    private Dictionary<string, int>? _values;
    private Int128 _sum;
    private int _low;
    private long _lower = long.MinValue;

    public override long Count(LimitDefinition limit, in Occurrence at, MemoryBounds bounds)
    {
        var lower = Lower(limit, at);
        if (at.Time <= lower)
        {
            return OwnMeasure(limit, at);
        }

        var inOrder = at.Time >= LastTime;
        LastTime = Math.Max(LastTime, at.Time);
        Add(limit, at);
        long value;
        if (inOrder && lower >= _lower)
        {
            MoveLower(lower);
            value = _values?.Count ?? (limit.Measure is Measure.Count ? _entries.Count - _low : Saturate(_sum));
        }
        else
        {
            value = Look(limit, lower, at.Time);
        }

        Forget(limit, at.Horizon, bounds);
        return value;
    }

    public override long Prefetch() => _entries.Prefetch();

    public override WindowEvidence Evidence(LimitDefinition limit, in Occurrence at, long value)
    {
        var lower = Lower(limit, at);
        if (at.Time <= lower)
        {
            return new WindowEvidence(value, limit.From(at.Time), at.Time, [new Witness(at.Event.Id, at.Event.Time)]);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<(long, string)>();
        var witnesses = new List<Witness>();
        for (var i = _entries.CountUpTo(at.Time) - 1; i >= 0 && _entries[i].Time > lower && witnesses.Count < Violation.WitnessesMax; i--)
        {
            var entry = _entries[i];
            if (entry.Value is null || (seen.Add(entry.Value) && ids.Add((entry.Time, entry.Id))))
            {
                witnesses.Add(new Witness(entry.Id, new(entry.Time)));
            }
        }

        witnesses.Reverse();
        return new WindowEvidence(value, limit.From(at.Time), at.Time, witnesses);
    }

    public override bool IsSpent(MemoryDefinition definition, long horizon) =>
        horizon != long.MinValue && LastTime <= ((LimitDefinition)definition).Reach(horizon);

    // A late event finds no more in its window than an event at the horizon would; before that it finds itself alone.
    private static long Lower(LimitDefinition limit, in Occurrence at) =>
        at.Time >= at.Horizon ? limit.From(at.Time) : Math.Max(limit.From(at.Time), limit.Reach(at.Horizon));

    private void Add(LimitDefinition limit, in Occurrence at)
    {
        if (limit.Measure is Measure.Distinct distinct)
        {
            _values ??= new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var value in FieldReader.Values(at.Event, distinct.Field))
            {
                Add(new WindowEntry(at.Time, at.Event.Id, 1, value));
            }
        }
        else
        {
            Add(new WindowEntry(at.Time, at.Event.Id, AmountOf(limit, at), null));
        }
    }

    private void Add(in WindowEntry entry)
    {
        _entries.Insert(entry);
        if (entry.Time <= _lower)
        {
            _low++;
            return;
        }

        _sum += entry.Amount;
        if (entry.Value is not null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_values!, entry.Value, out _)++;
        }
    }

    private void MoveLower(long lower)
    {
        _lower = lower;
        while (_low < _entries.Count && _entries[_low].Time <= lower)
        {
            Drop(_entries[_low++]);
        }
    }

    private void Drop(in WindowEntry entry)
    {
        _sum -= entry.Amount;
        if (entry.Value is not null && --CollectionsMarshal.GetValueRefOrNullRef(_values!, entry.Value) == 0)
        {
            _values!.Remove(entry.Value);
        }
    }

    private long Look(LimitDefinition limit, long lower, long time)
    {
        int first = _entries.CountUpTo(lower), end = _entries.CountUpTo(time);
        if (limit.Measure is Measure.Count)
        {
            return end - first;
        }

        Int128 sum = 0;
        var values = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i < end; i++)
        {
            sum += _entries[i].Amount;
            if (_entries[i].Value is { } value)
            {
                values.Add(value);
            }
        }

        return _values is null ? Saturate(sum) : values.Count;
    }

    private static long Saturate(Int128 sum) => (long)Int128.Min(sum, long.MaxValue);

    private void Forget(LimitDefinition limit, long horizon, MemoryBounds bounds)
    {
        var spent = horizon == long.MinValue ? 0 : _entries.CountUpTo(limit.Reach(horizon));
        spent = Math.Max(spent, _entries.Count - bounds.EntriesMax);
        if (spent <= 0)
        {
            return;
        }

        for (; _low < spent; _low++)
        {
            Drop(_entries[_low]);
        }

        _entries.RemoveFirst(spent);
        _low -= spent;
    }

    public override void Write(StateWriter writer)
    {
        writer.Number(LastTime);
        writer.Number(_lower);
        writer.Flag(_values is not null);
        writer.Count(_entries.Count);
        for (var i = 0; i < _entries.Count; i++)
        {
            writer.Number(_entries[i].Time);
            writer.Text(_entries[i].Id);
            writer.Number(_entries[i].Amount);
            writer.Text(_entries[i].Value);
        }
    }

    public override void Read(StateReader reader)
    {
        LastTime = reader.Number();
        _lower = reader.Number();
        _values = reader.Flag() ? new Dictionary<string, int>(StringComparer.Ordinal) : null;
        for (var left = reader.Count(); left > 0; left--)
        {
            Add(new WindowEntry(reader.Number(), reader.Text() ?? "", reader.Number(), reader.Text()));
        }
    }
}
