namespace Covenant.Silo.Held;

/// <summary>What is held of one unit of one partition, by what is committed in <c>datause.held.v1</c>.</summary>
/// <param name="From">Where the first record that is held stands there, or further on than that none does.</param>
/// <param name="First">The offset of the first record that was held, in its own partition.</param>
/// <param name="Last">The offset of the last record that was held, in its own partition.</param>
/// <param name="Number">Its number.</param>
/// <param name="Released">The number of the last one that is held no more; 0 where all are.</param>
/// <param name="Customer">Of the first one that is known.</param>
internal sealed record HeldAccount(int Partition, HeldUnit Unit, long From, long First, long Last, long Number, long Released, string Customer, string Reason, DateTimeOffset Since)
{
    public long Count => Number - Released;
}

/// <summary>The accounts of all units, by the entries of <c>datause.held.v1</c> in order. For one thread at a time.</summary>
/// <remarks>INVARIANT (in order): the records of one account are held, and released, in the order of their numbers. So one number says which of them are left, whatever compaction has
/// removed.</remarks>
internal sealed class HeldLedger
{
    // As many rows as could be lost in one go; beyond it, who is held could not be known.
    private const int AccountsMax = 100_000;

    private readonly Dictionary<(int Partition, HeldUnit Unit), HeldAccount> _accounts = [];
    private readonly Dictionary<HeldUnit, long> _letGo = [];

    /// <summary>Those of which something is held.</summary>
    public IEnumerable<HeldAccount> Accounts => _accounts.Values;

    /// <summary>Where an operator's last word stands that what cannot be read of a unit is given up.</summary>
    public IReadOnlyDictionary<HeldUnit, long> LetGo => _letGo;

    /// <exception cref="InvalidOperationException">There are more accounts than are kept.</exception>
    public void Take(HeldEntry entry)
    {
        if (entry.LetGo is { } unit)
        {
            if (_letGo.Count < AccountsMax)
            {
                _letGo[unit] = entry.At;
            }
        }
        else if (entry.Record is { } record)
        {
            Hold(entry, record);
        }
        else if (entry.Released is { } released && _accounts.GetValueOrDefault((released.Partition, released.Unit)) is { } account && released.Number > account.Released)
        {
            var key = (released.Partition, released.Unit);
            if (released.Number >= account.Number)
            {
                _accounts.Remove(key);
            }
            else
            {
                _accounts[key] = account with { Released = released.Number, From = Math.Max(account.From, released.At + 1) };
            }
        }
    }

    /// <summary>The topic was made again: nothing of the one before is left.</summary>
    public void Clear()
    {
        _accounts.Clear();
        _letGo.Clear();
    }

    private void Hold(HeldEntry entry, HeldRecord record)
    {
        var key = (record.Partition, record.Unit);
        if (_accounts.TryGetValue(key, out var account))
        {
            _accounts[key] = account with { Last = record.Offset, Number = record.Number, Reason = record.Reason };
            return;
        }

        if (_accounts.Count == AccountsMax)
        {
            throw new InvalidOperationException($"more than {AccountsMax} cohorts and institutions are held, and no more can be told apart");
        }

        _accounts[key] = new HeldAccount(record.Partition, record.Unit, entry.At, record.Offset, record.Offset, record.Number, record.Number - 1, record.Customer, record.Reason, entry.Since);
    }
}
