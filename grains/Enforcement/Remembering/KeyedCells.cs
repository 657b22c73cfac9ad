using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>One cell for each key. Most memories have a single key, which needs no table.</summary>
internal sealed class KeyedCells<TCell>(MemoryDefinition definition) : MemoryPart
    where TCell : MemoryCell, new()
{
    private const int SweepAtLeast = 64;

    private MemoryKey _firstKey;
    private TCell? _first;
    private Dictionary<MemoryKey, TCell>? _more;

    // INVARIANT (bound): Count <= max(_sweepAt, bounds.KeysMax). The sweep comes at doublings, so that it costs each key a constant.
    private int _sweepAt = SweepAtLeast;

    public int Count => (_first is null ? 0 : 1) + (_more?.Count ?? 0);

    public override bool IsEmpty => Count == 0;

    public TCell? Find(MemoryKey key) =>
        _first is not null && _firstKey == key ? _first : _more is not null && _more.TryGetValue(key, out var cell) ? cell : null;

    public TCell GetOrAdd(MemoryKey key, long horizon, MemoryBounds bounds)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        if (Count >= Math.Min(_sweepAt, bounds.KeysMax))
        {
            Sweep(horizon, bounds);
        }

        var cell = new TCell();
        Add(key, cell);
        return cell;
    }

    public void Remove(MemoryKey key)
    {
        if (_first is not null && _firstKey == key)
        {
            _first = null;
        }
        else
        {
            _more?.Remove(key);
        }
    }

    private void Add(MemoryKey key, TCell cell)
    {
        if (_first is null)
        {
            (_firstKey, _first) = (key, cell);
        }
        else
        {
            (_more ??= []).Add(key, cell);
        }
    }

    private void Sweep(long horizon, MemoryBounds bounds)
    {
        foreach (var (key, cell) in All().ToList())
        {
            if (cell.IsSpent(definition, horizon))
            {
                Remove(key);
            }
        }

        if (Count >= bounds.KeysMax)
        {
            foreach (var (key, cell) in All().OrderBy(pair => pair.Cell.LastTime).Take(1 + bounds.KeysMax / 8).ToList())
            {
                cell.Forget();
                Remove(key);
            }
        }

        _sweepAt = Math.Max(SweepAtLeast, 2 * Count);
    }

    public IEnumerable<(MemoryKey Key, TCell Cell)> All()
    {
        if (_first is not null)
        {
            yield return (_firstKey, _first);
        }

        foreach (var (key, cell) in _more ?? [])
        {
            yield return (key, cell);
        }
    }

    public override void Write(StateWriter writer)
    {
        writer.Count(_sweepAt);
        writer.Count(Count);
        foreach (var (key, cell) in All())
        {
            writer.Text(key.Value);
            cell.Write(writer);
        }
    }

    public override void Read(StateReader reader)
    {
        _sweepAt = reader.Count();
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = new MemoryKey(reader.Text());
            var cell = new TCell();
            cell.Read(reader);
            Add(key, cell);
        }
    }
}
