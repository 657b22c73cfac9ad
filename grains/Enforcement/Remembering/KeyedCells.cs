using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>One cell for each key. Most memories have a single key, and few have more than some: neither needs a table.</summary>
internal sealed class KeyedCells<TCell>(MemoryDefinition definition) : MemoryPart(definition)
    where TCell : MemoryCell, new()
{
    private const int SweepAtLeast = 8;
    private const int SomeMax = 8;

    private MemoryKey _firstKey;
    private TCell? _first;
    private (MemoryKey Key, TCell Cell)[] _some = [];
    private Dictionary<MemoryKey, TCell>? _more;

    // INVARIANT (bound): Count <= max(_sweepAt, bounds.UnsweptKeysMax, bounds.KeysMax). The sweep comes at doublings, so that it costs each key a constant.
    private int _sweepAt = SweepAtLeast;

    public int Count => (_first is null ? 0 : 1) + _some.Length + (_more?.Count ?? 0);

    public override bool IsEmpty => Count == 0;

    public override long Prefetch() => _some.Length > 0 ? Prefetch(_some[^1].Key, _some[^1].Cell) : _first is null ? 0 : Prefetch(_firstKey, _first);

    private static long Prefetch(MemoryKey key, TCell cell) => (key.Value?.Length ?? 0) + cell.Prefetch();

    public TCell? Find(SoughtKey key)
    {
        // The newest first: of a customer's conversations the last one goes on.
        for (var i = _some.Length - 1; i >= 0; i--)
        {
            if (_some[i].Key.Is(key))
            {
                return _some[i].Cell;
            }
        }

        if (_first is not null && _firstKey.Is(key))
        {
            return _first;
        }

        return _more is not null && _more.GetAlternateLookup<SoughtKey>().TryGetValue(key, out var cell) ? cell : null;
    }

    public TCell GetOrAdd(MemoryKey key, long horizon, MemoryBounds bounds)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        if (Count >= Math.Min(Math.Max(_sweepAt, bounds.UnsweptKeysMax), bounds.KeysMax))
        {
            Sweep(horizon, bounds);
        }

        var cell = new TCell();
        Add(key, cell);
        return cell;
    }

    private void Add(MemoryKey key, TCell cell)
    {
        if (_first is null)
        {
            (_firstKey, _first) = (key, cell);
        }
        else if (_some.Length < SomeMax)
        {
            _some = [.. _some, (key, cell)];
        }
        else
        {
            (_more ??= new(MemoryKey.Comparer.Instance)).Add(key, cell);
        }
    }

    private void Sweep(long horizon, MemoryBounds bounds)
    {
        var left = All().Where(pair => !pair.Cell.IsSpent(Definition, horizon)).ToList();
        if (left.Count >= bounds.KeysMax)
        {
            var gone = left.OrderBy(pair => pair.Cell.LastTime).Take(1 + bounds.KeysMax / 8).ToList();
            gone.ForEach(pair => pair.Cell.Forget());
            left = [.. left.Except(gone)];
        }

        (_first, _some, _more) = (null, [], null);
        left.ForEach(pair => Add(pair.Key, pair.Cell));
        _sweepAt = Math.Max(SweepAtLeast, 2 * Count);
    }

    public IEnumerable<(MemoryKey Key, TCell Cell)> All()
    {
        if (_first is not null)
        {
            yield return (_firstKey, _first);
        }

        foreach (var known in _some)
        {
            yield return known;
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
        if (_first is not null)
        {
            Write(writer, _firstKey, _first);
        }

        foreach (var (key, cell) in _some)
        {
            Write(writer, key, cell);
        }

        foreach (var (key, cell) in _more ?? [])
        {
            Write(writer, key, cell);
        }
    }

    private static void Write(StateWriter writer, MemoryKey key, TCell cell)
    {
        writer.Text(key.Value);
        cell.Write(writer);
    }

    public override void Read(StateReader reader)
    {
        _sweepAt = Math.Max(SweepAtLeast, reader.Count());
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = new MemoryKey(reader.Text());
            var cell = new TCell();
            cell.Read(reader);
            Add(key, cell);
        }
    }
}
