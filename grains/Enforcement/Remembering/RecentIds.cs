using System.IO.Hashing;
using System.Runtime.InteropServices;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>The identities of a customer's events within the tolerance, to tell a repeated event from a new one.</summary>
/// <remarks>An identity is a 64-bit hash of source and id, compared with those of the same customer alone: with a thousand ids remembered, two different
/// events meet in it with a chance below 1 in 10^16. A field of its owner and no object, for there are many owners.</remarks>
internal struct RecentIds
{
    // Up to this many a scan is quicker than a table, and most customers never have more.
    private const int ScanMax = 32;

    private const int UsualIdLength = 64;

    private Entry[]? _entries;
    private Dictionary<ulong, long>? _times;
    private int _head;
    private int _count;

    private readonly record struct Entry(ulong Id, long Time);

    /// <summary>Nothing is remembered.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <inheritdoc cref="Judging.CustomerState.Prefetch"/>
    public readonly long Prefetch() => _count == 0 ? 0 : _entries![_head + _count - 1].Time;

    private readonly Span<Entry> Live => _entries.AsSpan(_head, _count);

    public static ulong IdentityOf(DataUseEvent e)
    {
        // XOR would make (a, b) and (b, a) one; the second hash is seeded by the first.
        var source = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(e.Source.AsSpan()));
        return Fold(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(e.IdIn(stackalloc char[UsualIdLength])), unchecked((long)source)));
    }

    /// <summary>Whether the identity came before at <paramref name="earliest"/> or later.</summary>
    public readonly bool Has(ulong id, long earliest)
    {
        if (_times is not null)
        {
            return _times.TryGetValue(id, out var time) && time >= earliest;
        }

        // An id can be there twice, the first time too long ago: the last one counts.
        var live = Live;
        for (var i = live.Length - 1; i >= 0; i--)
        {
            if (live[i].Id == id)
            {
                return live[i].Time >= earliest;
            }
        }

        return false;
    }

    public void Add(ulong id, long time, long horizon, MemoryBounds bounds)
    {
        while (_count > 0 && (_entries![_head].Time < horizon || _count >= bounds.RecentIdsMax))
        {
            Forget(_entries[_head]);
            (_head, _count) = (_head + 1, _count - 1);
        }

        if (time >= horizon)
        {
            Append(new Entry(id, time));
        }
    }

    private void Append(Entry entry)
    {
        if (_entries is null || _head + _count == _entries.Length)
        {
            MakeRoom();
        }

        _entries![_head + _count++] = entry;
        if (_times is not null)
        {
            _times[entry.Id] = entry.Time;
        }
        else if (_count > ScanMax)
        {
            _times = [];
            foreach (var live in Live)
            {
                _times[live.Id] = live.Time;
            }
        }
    }

    // Half of the room at the front is used again; more than that is given back.
    private void MakeRoom()
    {
        var target = _entries;
        if (_entries is null || _count > _entries.Length / 2 || (_entries.Length > ScanMax && _count < _entries.Length / 4))
        {
            target = new Entry[Math.Max(2, _count + _count / 2)];
            _times = _count <= ScanMax / 2 ? null : _times;
        }

        Live.CopyTo(target);
        (_entries, _head) = (target, 0);
    }

    private readonly void Forget(Entry entry)
    {
        if (_times is not null && _times.TryGetValue(entry.Id, out var time) && time == entry.Time)
        {
            _times.Remove(entry.Id);
        }
    }

    private static ulong Fold(UInt128 id) => (ulong)(id >> 64) ^ (ulong)id;

    public readonly void Write(StateWriter writer)
    {
        writer.Count(_count);
        var before = 0L;
        foreach (var entry in Live)
        {
            writer.Hash(entry.Id);
            writer.Number(entry.Time - before);
            before = entry.Time;
        }
    }

    /// <param name="isFirstFormat">Whose ids have 128 bits, and each time by itself.</param>
    public void Read(StateReader reader, bool isFirstFormat)
    {
        var left = reader.Count();
        var before = 0L;
        _entries = left == 0 ? null : new Entry[Math.Min(left, 1 + reader.BytesLeft / sizeof(ulong))];
        for (; left > 0; left--)
        {
            var id = isFirstFormat ? Fold(reader.Fingerprint()) : reader.Hash();
            before = isFirstFormat ? reader.Number() : before + reader.Number();
            Append(new Entry(id, before));
        }
    }
}
