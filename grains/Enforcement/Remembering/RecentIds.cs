using System.IO.Hashing;
using System.Numerics;
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

    // The upper half of an identity and one more than its entry's place; 0 where nothing is. The lower half says where to look first, and at most every second place is taken.
    // What leaves the front stays here until the entries are moved. A dictionary would touch five lines of memory for an event where this touches one.
    private const int TagBits = 32;

    private Entry[]? _entries;
    private ulong[]? _index;
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
        // An id can be there twice, the first time too long ago: the last one counts.
        if (_index is not null)
        {
            var last = LastOf(id, _index);
            return last >= _head && _entries![last].Time >= earliest;
        }

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

        var at = _head + _count++;
        _entries![at] = entry;
        if (_index is not null)
        {
            Index(at, _index);
        }
    }

    // A quarter of the room at the front or more is used again, so that as many as before need no new room; more than three quarters are given back.
    private void MakeRoom()
    {
        var target = _entries;
        if (_entries is null || _entries.Length - _count <= _entries.Length / 4 || (_entries.Length > ScanMax && _count < _entries.Length / 4))
        {
            target = new Entry[Math.Max(2, _count + _count / 2)];
        }

        Live.CopyTo(target);
        (_entries, _head) = (target, 0);
        IndexAnew();
    }

    private void IndexAnew()
    {
        var places = _entries!.Length <= ScanMax ? 0 : (int)BitOperations.RoundUpToPowerOf2(2 * (uint)_entries.Length);
        if (_index?.Length == places)
        {
            Array.Clear(_index);
        }
        else
        {
            _index = places == 0 ? null : new ulong[places];
        }

        for (var at = 0; at < _count && _index is not null; at++)
        {
            Index(at, _index);
        }
    }

    private readonly void Index(int at, ulong[] index)
    {
        var id = _entries![at].Id;
        var place = (int)id & (index.Length - 1);
        while (index[place] != 0)
        {
            place = (place + 1) & (index.Length - 1);
        }

        index[place] = id >> TagBits << TagBits | (uint)(at + 1);
    }

    // -1 where it is not.
    private readonly int LastOf(ulong id, ulong[] index)
    {
        var last = -1;
        for (var place = (int)id & (index.Length - 1); index[place] != 0; place = (place + 1) & (index.Length - 1))
        {
            var at = (int)(uint)index[place] - 1;
            last = index[place] >> TagBits == id >> TagBits && _entries![at].Id == id ? Math.Max(last, at) : last;
        }

        return last;
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
        if (left == 0)
        {
            return;
        }

        _entries = new Entry[Math.Min(left, 1 + reader.BytesLeft / sizeof(ulong))];
        IndexAnew();
        for (; left > 0; left--)
        {
            var id = isFirstFormat ? Fold(reader.Fingerprint()) : reader.Hash();
            before = isFirstFormat ? reader.Number() : before + reader.Number();
            Append(new Entry(id, before));
        }
    }
}
