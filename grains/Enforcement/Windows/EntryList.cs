namespace Covenant.Grains.Enforcement.Windows;

/// <summary>Entries by time and then by coming; cheap to add at the end and to forget at the front.</summary>
internal sealed class EntryList
{
    private WindowEntry[] _items = new WindowEntry[4];
    private int _head;

    public int Count { get; private set; }

    public ref readonly WindowEntry this[int index] => ref _items[_head + index];

    /// <summary>How many entries have a time at or before this one.</summary>
    public int CountUpTo(long time)
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

    /// <summary>Returns where the entry came to stand: behind all of its time or before.</summary>
    public int Insert(in WindowEntry entry)
    {
        var at = CountUpTo(entry.Time);
        if (_head + Count == _items.Length)
        {
            MakeRoom();
        }

        Array.Copy(_items, _head + at, _items, _head + at + 1, Count - at);
        _items[_head + at] = entry;
        Count++;
        return at;
    }

    public void RemoveFirst(int entries)
    {
        Array.Clear(_items, _head, entries);
        _head += entries;
        Count -= entries;
    }

    private void MakeRoom()
    {
        var target = Count > _items.Length / 2 ? new WindowEntry[_items.Length * 2] : _items;
        Array.Copy(_items, _head, target, 0, Count);
        if (target == _items)
        {
            Array.Clear(_items, Count, _items.Length - Count);
        }

        (_items, _head) = (target, 0);
    }
}
