namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>What has an event time.</summary>
internal interface ITimed
{
    long Time { get; }
}

/// <summary>Entries by time and then by coming; cheap to add at the end and to forget at the front.</summary>
/// <remarks>A field of its owner and no object: most memories hold a few entries, and there are many memories.</remarks>
internal struct TimedList<T>
    where T : struct, ITimed
{
    private T[]? _items;
    private int _head;

    public int Count { get; private set; }

    public readonly ref readonly T this[int index] => ref _items![_head + index];

    public readonly ReadOnlySpan<T> All => _items.AsSpan(_head, Count);

    /// <inheritdoc cref="Judging.CustomerState.Prefetch"/>
    public readonly long Prefetch() => Count == 0 ? 0 : this[Count - 1].Time;

    /// <summary>How many entries have a time at or before this one.</summary>
    public readonly int CountUpTo(long time)
    {
        int low = 0, high = Count;
        if (high > 0 && this[high - 1].Time <= time)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].Time <= time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Puts the entry behind all of its time or before.</summary>
    public void Insert(in T entry)
    {
        var at = CountUpTo(entry.Time);
        if (_items is null || _head + Count == _items.Length)
        {
            MakeRoom();
        }

        Array.Copy(_items!, _head + at, _items!, _head + at + 1, Count - at);
        _items![_head + at] = entry;
        Count++;
    }

    public void RemoveFirst(int entries)
    {
        _items.AsSpan(_head, entries).Clear();
        _head += entries;
        Count -= entries;
    }

    // Once half of the room is at the front, so that each entry is moved a constant number of times.
    private void MakeRoom()
    {
        var room = _items?.Length ?? 0;
        var items = Count > room / 2 || room == 0 ? new T[Math.Max(1, room < 4 ? 2 * room : room + room / 2)] : _items!;
        if (_items is not null)
        {
            Array.Copy(_items, _head, items, 0, Count);
        }

        if (items == _items)
        {
            items.AsSpan(Count).Clear();
        }

        (_items, _head) = (items, 0);
    }
}
