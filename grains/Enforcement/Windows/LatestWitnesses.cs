using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>The latest events of an aligned window, at most <see cref="Violation.WitnessesMax"/>; where different values are counted, the latest of each value.</summary>
internal sealed class LatestWitnesses
{
    private readonly List<WindowEntry> _entries = new(1);

    public void Add(in WindowEntry entry)
    {
        if (entry.Value is { } value)
        {
            var known = _entries.FindIndex(other => other.Value == value);
            if (known >= 0 && _entries[known].Time > entry.Time)
            {
                return;
            }

            if (known >= 0)
            {
                _entries.RemoveAt(known);
            }
        }

        var at = _entries.Count;
        while (at > 0 && _entries[at - 1].Time > entry.Time)
        {
            at--;
        }

        _entries.Insert(at, entry);
        if (_entries.Count > Violation.WitnessesMax)
        {
            _entries.RemoveAt(0);
        }
    }

    /// <summary>An event of several values once.</summary>
    public List<Witness> ToList()
    {
        var witnesses = _entries.Select(entry => new Witness(entry.Id, new(entry.Time)));
        return [.. _entries.Count > 0 && _entries[0].Value is not null ? witnesses.Distinct() : witnesses];
    }

    public void Write(StateWriter writer)
    {
        writer.Count(_entries.Count);
        foreach (var entry in _entries)
        {
            writer.Number(entry.Time);
            writer.Text(entry.Id);
            writer.Text(entry.Value);
        }
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _entries.Add(new WindowEntry(reader.Number(), reader.Text() ?? "", 0, reader.Text()));
        }
    }
}
