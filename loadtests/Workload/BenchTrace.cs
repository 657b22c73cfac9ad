using System.IO.Hashing;
using System.Runtime.InteropServices;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.LoadTests.Workload;

/// <summary>What must be known of one customer's events so far, each thing in the order in which it is looked for.</summary>
internal sealed class BenchTrace
{
    private const int RememberedTurnsMax = 8;

    private const int SweepMin = 32;

    // A workload's events come at most half an hour late, and none names a conversation that has ended for longer.
    private static readonly long EndedFor = BenchAgreement.Tolerance.Ticks + TimeSpan.TicksPerHour;

    private static readonly long Window = BenchAgreement.UnattendedWindow.Ticks;

    private readonly Dictionary<UInt128, long> _ids = [];
    private readonly Dictionary<string, List<TurnTaken>> _conversations = new(StringComparer.Ordinal);
    private readonly List<Counted> _unattended = [];
    private int _sweepIdsAt = SweepMin;
    private int _sweepConversationsAt = SweepMin;
    private long? _newest;

    /// <summary>Whether the event that came last is late.</summary>
    public bool IsLate { get; private set; }

    private long? Horizon => _newest - BenchAgreement.Tolerance.Ticks;

    /// <summary>Whether it is an event, and not a duplicate of one.</summary>
    public bool Comes(DataUseEvent e)
    {
        ref var time = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, IdOf(e), out var came);
        if (came && time >= Math.Max(_newest!.Value, e.Time.Ticks) - BenchAgreement.Tolerance.Ticks)
        {
            return false;
        }

        time = came ? Math.Max(time, e.Time.Ticks) : e.Time.Ticks;
        IsLate = e.Time.Ticks < Horizon;
        return true;
    }

    public bool IsInConversation(DataUseEvent e)
    {
        if (e.Conversation is not { } key || !_conversations.TryGetValue(key, out var turns))
        {
            return false;
        }

        var last = turns.FindLastIndex(turn => turn.Time <= e.Time.Ticks);
        var forgotten = turns.FindLastIndex(turn => turn.Time <= Horizon) - RememberedTurnsMax;
        return last >= 0 && last > forgotten && turns[last].IsStart;
    }

    /// <summary>How many there are in the window that ends with this one.</summary>
    /// <param name="witnesses">The last of them, oldest first.</param>
    public int CountUnattended(DataUseEvent e, out IReadOnlyList<string> witnesses)
    {
        if (Horizon is { } horizon)
        {
            _unattended.RemoveRange(0, CountUpTo(horizon - Window));
        }

        var end = CountUpTo(e.Time.Ticks);
        _unattended.Insert(end, new(e.Time.Ticks, e.Id));
        var value = end + 1 - CountUpTo(e.Time.Ticks - Window);
        var told = Math.Min(value, value > BenchAgreement.UnattendedMax ? Violation.WitnessesMax : 0);
        witnesses = [.. _unattended.Slice(end + 1 - told, told).Select(counted => counted.Id)];
        return value;
    }

    /// <summary>The event has been judged, and is one of those before the next.</summary>
    /// <param name="admitted">How far it moves clocks.</param>
    public void Took(DataUseEvent e, EventTime admitted)
    {
        _newest = Math.Max(_newest ?? 0, admitted.Ticks);
        var isStart = e.Operation.Name == "ConversationOpened";
        if (e.Conversation is { } key && (isStart || e.Operation.Name is "ConversationClosed" or "ConversationMoved"))
        {
            if (!_conversations.TryGetValue(key, out var turns))
            {
                _conversations.Add(key, turns = []);
            }

            turns.Insert(turns.FindLastIndex(turn => turn.Time <= e.Time.Ticks) + 1, new(e.Time.Ticks, isStart));
        }

        Forget();
    }

    // At doublings, so that it costs each event a constant.
    private void Forget()
    {
        if (_ids.Count >= _sweepIdsAt)
        {
            foreach (var (id, _) in _ids.Where(id => id.Value < Horizon))
            {
                _ids.Remove(id);
            }

            _sweepIdsAt = Math.Max(SweepMin, 2 * _ids.Count);
        }

        if (_conversations.Count >= _sweepConversationsAt)
        {
            foreach (var (key, _) in _conversations.Where(one => one.Value[^1] is { IsStart: false } end && end.Time < _newest - EndedFor))
            {
                _conversations.Remove(key);
            }

            _sweepConversationsAt = Math.Max(SweepMin, 2 * _conversations.Count);
        }
    }

    // Those of equal times are in log order, as they came.
    private int CountUpTo(long time)
    {
        int first = 0, end = _unattended.Count;
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = _unattended[middle].Time <= time ? (middle + 1, end) : (first, middle);
        }

        return first;
    }

    private static UInt128 IdOf(DataUseEvent e)
    {
        var source = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(e.Source.AsSpan()));
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(e.Id.AsSpan()), (long)source);
    }

    private readonly record struct TurnTaken(long Time, bool IsStart);

    private readonly record struct Counted(long Time, string Id);
}
