using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>The open obligations of one customer by the time at which they are decided.</summary>
/// <remarks>INVARIANT (agenda): every open obligation of a bound definition is in the queue once. Closed ones are skipped when they come up.</remarks>
/// <param name="openings">How many obligations this customer has had.</param>
internal sealed class Agenda(long openings)
{
    private const int StaleAtLeast = 64;

    private readonly PriorityQueue<(Obligation Obligation, ObligeDefinition Definition, MemoryKey Key), (long Due, long Opening)> _queue = new();
    private long _openings = openings;
    private int _stale;

    public long Openings => _openings;

    /// <summary>Open, not yet fulfilled, and not ended.</summary>
    public int Pending => _queue.UnorderedItems.Count(item => item.Element.Obligation is { IsClosed: false } open && !(open.Period == 0 ? open.IsFulfilled : open.IsEnded));

    public long? NextDue
    {
        get
        {
            while (_queue.TryPeek(out var next, out var priority))
            {
                if (!next.Obligation.IsClosed)
                {
                    return priority.Due;
                }

                _queue.Dequeue();
                _stale--;
            }

            return null;
        }
    }

    public void Open(CompiledOblige clause, CompiledVersion version, MemoryStore memory, in Occurrence at, StreamPosition position, MemoryBounds bounds)
    {
        if (clause.Seen is null)
        {
            Open(clause, version, memory, at, position, bind: null, bounds);
            return;
        }

        foreach (var bind in memory.Find<SeenValues>(clause.Seen)?.UpTo(at.Time) ?? [])
        {
            Open(clause, version, memory, at, position, bind, bounds);
        }
    }

    private void Open(CompiledOblige clause, CompiledVersion version, MemoryStore memory, in Occurrence at, StreamPosition position, string? bind, MemoryBounds bounds)
    {
        var definition = clause.Definition;
        var obligation = new Obligation
        {
            Trigger = at.Event.Kept(),
            Position = position,
            Version = version.Number,
            Clause = clause.Source.Id,
            Late = at.IsLate,
            Bind = bind,
            Opening = _openings++,
        };
        obligation.Open(definition.Deadline);

        // A trigger without the key shares a cell with those that lack it too; nothing is ever applied there.
        var key = definition.Match.Scope(at.Event);
        var cell = memory.GetOrCreate<KeyedCells<ObligationCell>>(definition).GetOrAdd(key, at.Horizon, bounds);
        cell.Add(obligation, definition.Deadline, definition.EarliestSign(at.Horizon), definition.Tolerance);
        if (obligation.IsFulfilled && definition.Deadline is Deadline.Within && clause.Report is null)
        {
            obligation.Close();
            cell.Settle();
            return;
        }

        _queue.Enqueue((obligation, definition, key), (obligation.Due, obligation.Opening));
    }

    public void Discharge(Policy policy, Lane lane, MemoryStore memory, in Occurrence at, ReadOnlySpan<ulong> candidates)
    {
        foreach (var definition in lane.Obliges.In(candidates))
        {
            if (memory.Find<KeyedCells<ObligationCell>>(definition) is not { } cells || definition.SignOf(at.Event) is not { } sign
                || !definition.Match.TryMatch(at.Event, out var key) || cells.Find(key) is not { } cell)
            {
                continue;
            }

            cell.Apply(sign, definition.Deadline, definition.Tolerance);
            if (definition.Deadline is Deadline.Within)
            {
                cell.Settle(open => CloseIfFulfilled(policy, open));
            }
        }

        if (_stale > StaleAtLeast && _stale > _queue.Count / 2)
        {
            Rebuild(policy, memory);
        }
    }

    // `report: first` asks how the one before was decided, so there a fulfilled obligation stays until it is due.
    private bool CloseIfFulfilled(Policy policy, Obligation obligation)
    {
        if (!obligation.IsFulfilled || policy.Version(obligation.Version)?.Oblige(obligation.Clause)?.Report is not null)
        {
            return false;
        }

        obligation.Close();
        _stale++;
        return true;
    }

    public static void Remember(Policy policy, Lane lane, MemoryStore memory, in Occurrence at, ReadOnlySpan<ulong> candidates)
    {
        foreach (var definition in lane.Obliges.In(candidates))
        {
            if (definition.SignOf(at.Event) is { } sign && sign.Time >= definition.EarliestSign(at.Horizon) && definition.Match.TryMatch(at.Event, out var key))
            {
                memory.GetOrCreate<KeyedCells<ObligationCell>>(definition).GetOrAdd(key, at.Horizon, policy.Bounds)
                    .Remember(sign, definition.EarliestSign(at.Horizon), policy.Bounds);
            }
        }
    }

    /// <summary>Decides, in order of due time, what is due before the watermark.</summary>
    public void Decide(Policy policy, MemoryStore memory, long watermark, Verdicts verdicts)
    {
        while (NextDue is { } due && due < watermark)
        {
            var (obligation, definition, key) = _queue.Dequeue();
            var version = policy.Version(obligation.Version);
            var mark = verdicts.Mark();
            try
            {
                Decide(policy, version, memory, obligation, definition, key, verdicts);
            }
            catch (Exception failed) when (version is { IsDraft: true })
            {
                obligation.Close();
                verdicts.SetAside(mark, failed);
            }

            if (!obligation.IsClosed)
            {
                _queue.Enqueue((obligation, definition, key), (obligation.Due, obligation.Opening));
            }
            else
            {
                memory.Find<KeyedCells<ObligationCell>>(definition)?.Find(key)?.Settle();
            }
        }
    }

    private static void Decide(
        Policy policy, CompiledVersion? version, MemoryStore memory, Obligation obligation, ObligeDefinition definition, MemoryKey key, Verdicts verdicts)
    {
        var (period, deadline) = (obligation.Period, new EventTime(obligation.Due));
        var wasEnded = period > 0 && obligation.IsEnded;
        var violated = obligation.Decide(definition.Deadline);
        if (!wasEnded && version?.Oblige(obligation.Clause) is { } clause)
        {
            ObligationVerdict.Add(policy, version, clause, memory, obligation, key, deadline, period, violated, verdicts);
        }

        if (!obligation.IsClosed)
        {
            obligation.Restart(definition.Deadline);
        }
    }

    /// <summary>The queue anew from the cells of the definitions that the policy has.</summary>
    public void Rebuild(Policy policy, MemoryStore memory)
    {
        _queue.Clear();
        _stale = 0;
        foreach (var definition in policy.InForce.Obliges.Items.Concat(policy.Drafts.Obliges.Items))
        {
            foreach (var (key, cell) in memory.Find<KeyedCells<ObligationCell>>(definition)?.All() ?? [])
            {
                foreach (var obligation in cell.Open)
                {
                    _queue.Enqueue((obligation, definition, key), (obligation.Due, obligation.Opening));
                }
            }
        }
    }
}
