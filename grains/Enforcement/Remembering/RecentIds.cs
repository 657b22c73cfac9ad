using System.IO.Hashing;
using System.Runtime.InteropServices;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>The identities of a customer's events within the tolerance, to tell a repeated event from a new one.</summary>
/// <remarks>An identity is a 128-bit hash of source and id: two different events meet in it with a chance below 1 in 10^20 for a billion events.</remarks>
internal sealed class RecentIds
{
    // Up to this many a scan is quicker than a table, and most customers never have more.
    private const int ScanMax = 32;

    private readonly List<Entry> _entries = [];
    private Dictionary<UInt128, long>? _times;
    private int _head;

    private readonly record struct Entry(UInt128 Id, long Time);

    public static UInt128 IdentityOf(DataUseEvent e)
    {
        // XOR would make (a, b) and (b, a) one; the second hash is seeded by the first.
        var source = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(e.Source.AsSpan()));
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(e.Id.AsSpan()), unchecked((long)source));
    }

    /// <summary>Whether the identity came before at <paramref name="earliest"/> or later.</summary>
    public bool Has(UInt128 id, long earliest)
    {
        if (_times is not null)
        {
            return _times.TryGetValue(id, out var time) && time >= earliest;
        }

        for (var i = _entries.Count - 1; i >= _head; i--)
        {
            if (_entries[i].Id == id)
            {
                return _entries[i].Time >= earliest;
            }
        }

        return false;
    }

    public void Add(UInt128 id, long time, long horizon, MemoryBounds bounds)
    {
        while (_head < _entries.Count && (_entries[_head].Time < horizon || _entries.Count - _head >= bounds.RecentIdsMax))
        {
            Forget(_entries[_head++]);
        }

        if (_head > ScanMax && _head > _entries.Count / 2)
        {
            _entries.RemoveRange(0, _head);
            _head = 0;
        }

        if (time < horizon)
        {
            return;
        }

        _entries.Add(new Entry(id, time));
        if (_times is not null)
        {
            _times[id] = time;
        }
        else if (_entries.Count - _head > ScanMax)
        {
            _times = [];
            for (var i = _head; i < _entries.Count; i++)
            {
                _times[_entries[i].Id] = _entries[i].Time;
            }
        }
    }

    private void Forget(Entry entry)
    {
        if (_times is not null && _times.TryGetValue(entry.Id, out var time) && time == entry.Time)
        {
            _times.Remove(entry.Id);
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Count(_entries.Count - _head);
        for (var i = _head; i < _entries.Count; i++)
        {
            writer.Fingerprint(_entries[i].Id);
            writer.Number(_entries[i].Time);
        }
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var entry = new Entry(reader.Fingerprint(), reader.Number());
            Add(entry.Id, entry.Time, long.MinValue, MemoryBounds.Default);
        }
    }
}
