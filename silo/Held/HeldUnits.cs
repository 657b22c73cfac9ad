using System.Collections.Concurrent;
using Covenant.Contracts.Grains;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Held;

/// <summary>What one tenure of a partition holds. For any thread; one unit is used by one at a time.</summary>
internal sealed class HeldUnits
{
    private readonly ConcurrentDictionary<HeldUnit, HeldState> _units = new();
    private readonly int _partition;
    private readonly StartingPoint _start;
    private readonly HeldMemory _memory;
    private readonly TimeProvider _clock;
    private volatile bool _isEnded;

    /// <param name="start">Whose accounts of this partition go on.</param>
    /// <param name="memory">Tells the operator.</param>
    public HeldUnits(int partition, StartingPoint start, HeldMemory memory, TimeProvider clock)
    {
        (_partition, _start, _memory, _clock) = (partition, start, memory, clock);
        foreach (var account in start.Held.Accounts.Where(account => account.Partition == partition))
        {
            _units[account.Unit] = new HeldState(account.Unit, partition, account.Reason, account.Since, account.From) { Last = account.Last, Number = account.Number, Released = account.Released, Customer = account.Customer };
            memory.Hold(_units[account.Unit]);
        }
    }

    public bool IsEmpty => _units.IsEmpty;

    /// <summary>Institutions first: what cohorts release may be for them.</summary>
    public IReadOnlyList<HeldState> All => [.. _units.Values.OrderBy(state => state.Unit.Institution is null)];

    /// <summary>Costs next to nothing where nothing is held.</summary>
    public bool Contains(HeldUnit unit) => !_units.IsEmpty && _units.ContainsKey(unit);

    /// <summary>Its records are held from now on.</summary>
    public void Hold(HeldUnit unit, string reason)
    {
        var state = _units.GetOrAdd(unit, _ => new HeldState(unit, _partition, reason, _clock.GetUtcNow(), _start.Held.Position));
        state.Reason = reason;
        if (!_isEnded)
        {
            _memory.Hold(state);
        }
    }

    public void Explain(HeldUnit unit, string reason)
    {
        if (_units.TryGetValue(unit, out var state))
        {
            state.Reason = reason;
        }
    }

    /// <summary>Nothing of it is held any more.</summary>
    public void Release(HeldUnit unit)
    {
        if (_units.TryRemove(unit, out var state))
        {
            _memory.Release(state);
        }
    }

    /// <summary>One more of its records is held.</summary>
    /// <param name="record">Without its number, and what was told of its unit.</param>
    /// <returns>As it is to be written, with the record of the log that decides it; null where it stands there already.</returns>
    public StepRecord? Put(HeldRecord record)
    {
        var state = _units[record.Unit];
        if (record.Offset <= state.Last)
        {
            return null;
        }

        (state.Last, state.Number, state.Customer) = (record.Offset, state.Number + 1, state.Customer ?? record.Customer);
        record = record with { Number = state.Number, Reason = state.Reason, Published = _start.Published, Institutions = _start.Institutions };
        return new StepRecord(HeldForm.Put(record, _clock.GetUtcNow()), record.Offset + 1, Progress.FirstKey);
    }

    /// <summary>For the partition's row.</summary>
    /// <param name="now">As it was read last.</param>
    public StoredHeld? ToStore(HeldNow now) => _units.IsEmpty ? null : StoredHeld.Of(_partition, now, _units.ContainsKey);

    /// <summary>With the tenure.</summary>
    public void End()
    {
        _isEnded = true;
        foreach (var state in _units.Values)
        {
            _memory.Forget(state);
        }
    }
}

/// <summary>One unit that a tenure holds.</summary>
/// <param name="from">Where <c>datause.held.v1</c> ended when it was held first, or further on.</param>
internal sealed class HeldState(HeldUnit unit, int partition, string reason, DateTimeOffset since, long from)
{
    public HeldUnit Unit { get; } = unit;

    public int Partition { get; } = partition;

    public DateTimeOffset Since { get; } = since;

    /// <summary>An operator's word behind it is about this unit as it is held now.</summary>
    public long From { get; } = from;

    /// <summary>Why, in a line.</summary>
    public string Reason { get; set; } = reason;

    /// <summary>The offset of the last record that was held; -1 = none.</summary>
    public long Last { get; set; } = -1;

    /// <summary>Its number.</summary>
    public long Number { get; set; }

    /// <summary>The number of the last one that is held no more.</summary>
    public long Released { get; set; }

    /// <summary>Of the first one; null where there was none.</summary>
    public string? Customer { get; set; }
}
