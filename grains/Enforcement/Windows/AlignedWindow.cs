using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>One aligned window of one scope: its measure so far.</summary>
internal sealed class AlignedWindow(Interval interval)
{
    private HashSet<string>? _values;
    private long _sum;

    public Interval Interval => interval;

    public LatestWitnesses Witnesses { get; } = new();

    public long Count(LimitDefinition limit, in Occurrence at, long amount, MemoryBounds bounds)
    {
        if (limit.Measure is not Measure.Distinct distinct)
        {
            Witnesses.Add(new WindowEntry(at.Time, at.Event.Id, amount, null));
            return _sum = _sum > long.MaxValue - amount ? long.MaxValue : _sum + amount;
        }

        _values ??= new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in FieldReader.Values(at.Event, distinct.Field))
        {
            if (_values.Count < bounds.EntriesMax)
            {
                _values.Add(value);
            }

            Witnesses.Add(new WindowEntry(at.Time, at.Event.Id, 1, value));
        }

        return _values.Count;
    }

    public void Write(StateWriter writer)
    {
        writer.Number(interval.Start);
        writer.Number(interval.End);
        writer.Number(_sum);
        writer.Count((_values?.Count ?? -1) + 1);
        foreach (var value in _values ?? [])
        {
            writer.Text(value);
        }

        Witnesses.Write(writer);
    }

    public static AlignedWindow Read(StateReader reader)
    {
        var window = new AlignedWindow(new Interval(reader.Number(), reader.Number())) { _sum = reader.Number() };
        var values = reader.Count();
        window._values = values == 0 ? null : new HashSet<string>(values, StringComparer.Ordinal);
        for (; values > 1; values--)
        {
            window._values!.Add(reader.Text() ?? "");
        }

        window.Witnesses.Read(reader);
        return window;
    }
}
