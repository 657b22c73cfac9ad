using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>All that is remembered of one customer of one institution, and the judging of its next event.</summary>
/// <remarks>Owned by one caller at a time and changed in place. Deterministic: the same events in the same order give the same verdicts, however they
/// are split into calls and however often the state is written and read in between.</remarks>
public sealed class CustomerState
{
    private const int Format = 2;
    private const int FirstFormat = 1;
    private const int WordsOnStackMax = 64;

    private readonly MemoryStore _memory = new();
    private RecentIds _recent;
    private Agenda? _agenda;
    private long _newest = long.MinValue;
    private Policy? _policy;

    /// <summary>When the next open obligation is decided: once the watermark is later. Null where none is open.</summary>
    public EventTime? NextDue => _agenda?.NextDue is { } due ? new EventTime(due) : null;

    /// <summary>Obligations that are open and not yet fulfilled.</summary>
    public int PendingObligations => _agenda?.Pending ?? 0;

    /// <summary>Reads what judging will read, and makes nothing of it. For many customers in a row: the processor fetches their memories at once, where judging waits for each in turn.</summary>
    public long Prefetch() => _recent.Prefetch() + _memory.Prefetch();

    /// <summary>Judges the customer's next event in log order.</summary>
    /// <param name="admitted">The time by which the event moves the customer's clock: its own, or what its record allows.</param>
    /// <param name="clock">The greatest admitted time of any event of the partition so far, this one included.</param>
    /// <returns>False for a duplicate, which changes nothing.</returns>
    public bool Apply(Policy policy, DataUseEvent e, StreamPosition position, EventTime admitted, EventTime clock, Verdicts verdicts)
    {
        Bind(policy);
        var watermark = clock.Ticks - policy.Tolerance;
        _agenda?.Decide(policy, _memory, watermark, verdicts);

        // Never ahead of the clock, unless it was stored by a version that went by the events' own times.
        _newest = Math.Min(_newest, clock.Ticks);
        var identity = RecentIds.IdentityOf(e);
        if (_recent.Has(identity, Math.Max(_newest, e.Time.Ticks) - policy.Tolerance))
        {
            verdicts.Duplicates++;
            return false;
        }

        Judge(policy, new Occurrence(e, admitted, _newest == long.MinValue ? long.MinValue : _newest - policy.Tolerance), position, verdicts);
        _newest = Math.Max(_newest, admitted.Ticks);
        _recent.Add(identity, e.Time.Ticks, _newest - policy.Tolerance, policy.Bounds);
        _agenda?.Decide(policy, _memory, watermark, verdicts);
        return true;
    }

    /// <summary>Decides the obligations that the partition's clock, less the tolerance, has passed.</summary>
    public void Advance(Policy policy, EventTime clock, Verdicts verdicts) => DecideBefore(policy, new EventTime(clock.Ticks - policy.Tolerance), verdicts);

    /// <summary>Decides the obligations that were due before the time.</summary>
    public void DecideBefore(Policy policy, EventTime time, Verdicts verdicts)
    {
        Bind(policy);
        _agenda?.Decide(policy, _memory, time.Ticks, verdicts);
    }

    private void Judge(Policy policy, in Occurrence at, StreamPosition position, Verdicts verdicts)
    {
        verdicts.Late += at.IsLate ? 1 : 0;
        var words = policy.Index.Words;
        var candidates = words <= WordsOnStackMax ? stackalloc ulong[words] : new ulong[words];
        policy.Index.Find(at.Event, candidates);
        var limits = policy.InForce.Limits.AnyIn(candidates) || policy.Drafts.Limits.AnyIn(candidates) ? policy.LimitCount : 0;
        Span<long> measured = words <= WordsOnStackMax ? stackalloc long[limits] : new long[limits];
        measured.Fill(LimitDefinition.NotCounted);
        JudgeLane(policy, policy.InForce, at, position, verdicts, candidates, measured);
        if (policy.Drafts.Versions.IsEmpty)
        {
            Remember(policy, policy.InForce, at, candidates);
            return;
        }

        var before = verdicts.Mark();
        try
        {
            JudgeLane(policy, policy.Drafts, at, position, verdicts, candidates, measured);
        }
        catch (Exception failed)
        {
            verdicts.SetAside(before, failed);
        }

        Remember(policy, policy.InForce, at, candidates);
        RememberForDrafts(policy, at, candidates, verdicts);
    }

    private void RememberForDrafts(Policy policy, in Occurrence at, ReadOnlySpan<ulong> candidates, Verdicts verdicts)
    {
        try
        {
            Remember(policy, policy.Drafts, at, candidates);
        }
        catch (Exception failed)
        {
            verdicts.SetAside(verdicts.Mark(), failed);
        }
    }

    private void JudgeLane(Policy policy, Lane lane, in Occurrence at, StreamPosition position, Verdicts verdicts, ReadOnlySpan<ulong> candidates, Span<long> measured)
    {
        // Every version's limits count, whether it is in force or not.
        foreach (var limit in lane.Limits.In(candidates))
        {
            if (limit.Counts(_memory, at))
            {
                measured[limit.Ordinal] = limit.Cell(_memory, at.Event, at.Horizon, policy.Bounds).Count(limit, at, policy.Bounds);
            }
        }

        foreach (var limit in lane.Contributing.In(candidates))
        {
            if (limit.Counts(_memory, at))
            {
                verdicts.Contributions.Add(new Contribution(limit.Fingerprint, at.Event.Kept(), position, at.IsLate, at.Admitted));
            }
        }

        // An event discharges what was open before it, and never what it opens itself.
        _agenda?.Discharge(policy, lane, _memory, at, candidates);
        new LaneJudge(policy, _memory, position, verdicts, candidates, measured).Judge(lane, at, ref _agenda);
    }

    // After judging: a condition asks about the events before.
    private void Remember(Policy policy, Lane lane, in Occurrence at, ReadOnlySpan<ulong> candidates)
    {
        foreach (var marks in lane.Marks.In(candidates))
        {
            if (marks.TryMark(at.Event, out var mark) && marks.Match.TryMatch(at.Event, out var key))
            {
                _memory.GetOrCreate<KeyedCells<MarkCell>>(marks).GetOrAdd(key, at.Horizon, policy.Bounds).Add(mark, marks, at.Horizon, policy.Bounds);
            }
        }

        foreach (var seen in lane.Seen.In(candidates))
        {
            foreach (var value in seen.ValuesOf(at.Event))
            {
                _memory.GetOrCreate<SeenValues>(seen).Add(value, at.Time, policy.Bounds);
            }
        }

        Agenda.Remember(policy, lane, _memory, at, candidates);
    }

    private void Bind(Policy policy)
    {
        if (!ReferenceEquals(_policy, policy))
        {
            _policy = policy;
            _memory.Rebind(policy.CustomerDefinitions);
            _agenda?.Rebuild(policy, _memory);
        }
    }

    /// <summary>The compact binary form: a format number first. Read by <see cref="Decode(ReadOnlyMemory{byte})"/>.</summary>
    public byte[] Encode()
    {
        var writer = new StateWriter();
        Encode(writer);
        return writer.Written.ToArray();
    }

    /// <summary>The same for many states in a row: the caller resets the writer, and copies what was written.</summary>
    public void Encode(StateWriter writer)
    {
        writer.Count(Format);
        writer.Number(_newest);
        _recent.Write(writer);
        writer.Number(_agenda?.Openings ?? 0);
        _memory.Write(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are no state, or of a format that this version does not know.</exception>
    public static CustomerState Decode(ReadOnlyMemory<byte> bytes)
    {
        var state = new CustomerState();
        state._memory.Read(state.ReadHead(bytes));
        return state;
    }

    /// <summary>The same, made ready for a policy at once. Keeps nothing of the bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no state, or of a format that this version does not know.</exception>
    public static CustomerState Decode(ReadOnlyMemory<byte> bytes, Policy policy)
    {
        var state = new CustomerState { _policy = policy };
        state._memory.Read(state.ReadHead(bytes), policy.CustomerDefinitions);
        state._agenda?.Rebuild(policy, state._memory);
        return state;
    }

    private StateReader ReadHead(ReadOnlyMemory<byte> bytes)
    {
        var reader = new StateReader(bytes);
        var format = reader.ExpectUpTo(Format, FirstFormat);
        _newest = reader.Number();
        _recent.Read(reader, isFirstFormat: format == FirstFormat);

        // Where nothing was ever opened there is nothing to keep in order.
        _agenda = reader.Number() is > 0 and var openings ? new Agenda(openings) : null;
        return reader;
    }
}
