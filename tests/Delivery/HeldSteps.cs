using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>What the silos, the unit and storage do.</summary>
internal sealed class HeldSteps(HeldBroken broken)
{
    private const int TenuresMax = 3;

    private const int DamagesMax = 1;

    private const int WakesMax = 4;

    /// <summary>A tenure begins by reading what is held to its end. Two silos take turns: which one it is makes no difference.</summary>
    public static HeldState TakeUp(HeldState state, bool first)
    {
        var taken = state with { Found = state.Found.Add(state.Published) };
        return taken.With(first, new HeldTenure(taken.Found.Count, state.Published with { Offset = state.Checkpoint }, state.Published, -1, false, null, state.Topic, false, default));
    }

    public static bool CanTakeUp(HeldState state, bool first) => state.Of(first) is null && state.Found.Count < TenuresMax && first == (state.Found.Count % 2 == 0);

    public static bool CanDamage(HeldState state) => state is { IsReadable: true, Active: null } && state.Damages < DamagesMax;

    /// <summary>The next record is put to what is held, or the unit judges it.</summary>
    public HeldState Judge(HeldState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        var record = (int)tenure.At.Offset;
        var to = tenure.At with { Offset = record + 1 };
        if (IsHeld(tenure))
        {
            return state.With(first, Put(tenure, record, to));
        }

        if (!state.Answers)
        {
            return tenure.Sent >= 0 && broken != HeldBroken.HeldDespiteGap ? state.With(first, null) : state.With(first, Put(tenure, record, to));
        }

        if (Call(state, first, Items<int>.Of([record]), tenure.Published, to, decides: false) is not var (called, unit))
        {
            return state.With(first, null);
        }

        var answered = Take(tenure with { At = to, Sent = Math.Max(tenure.Sent, record) }, unit);
        return to <= tenure.Published && to <= Found(state, tenure) ? called.With(first, answered) : called.With(first, Tell(answered, Below(unit.Untold, record + 1, tenure), null, default));
    }

    public bool CanJudge(HeldState state, bool first) => state.Of(first) is { } tenure && tenure.At.Offset < state.End
        && (tenure.IsAsked || tenure.At.Offset < Found(state, tenure).Offset || IsHeld(tenure) || !state.Answers)
        && (!tenure.IsReleasing || broken == HeldBroken.ResumesBeforeCommitted);

    /// <summary>Asks the unit what the tenure before may not have told.</summary>
    public HeldState Ask(HeldState state, bool first) => Wake(state, first, decides: false);

    public bool CanAsk(HeldState state, bool first) => state.Of(first) is { IsAsked: false } tenure && tenure.At.Offset >= Found(state, tenure).Offset && state.Answers
        && (tenure.Account.Count == 0 || broken == HeldBroken.AsksHeld) && !tenure.IsReleasing;

    /// <summary>Events have stopped, and the wall clock decides.</summary>
    public HeldState Wake(HeldState state, bool first, bool decides)
    {
        var tenure = state.Of(first)!.Value;
        tenure = tenure with { At = Progress.Max(tenure.At, Found(state, tenure)), IsAsked = true };
        return Call(state, first, default, tenure.Published, decides ? tenure.At.Next() : tenure.At, decides) is var (called, unit)
            ? called.With(first, Woken(Take(tenure, unit)))
            : state.With(first, null);
    }

    public static bool CanWake(HeldState state, bool first) => state.Of(first) is { IsAsked: true, IsReleasing: false, Account.Count: 0, At.Wakes: < WakesMax } tenure
        && tenure.At.Offset == state.End && state.Answers && (state.Active?.Unit ?? state.Row) is { IsDecided: false, Mark: >= 0 };

    /// <summary>What the tenure holds of the clock's decisions is told with a wake.</summary>
    public static HeldState TellHeld(HeldState state, bool first) => state.With(first, Woken(state.Of(first)!.Value));

    public static bool CanTellHeld(HeldState state, bool first) => state.Of(first) is { Holds: not null, IsReleasing: false, At.Wakes: < WakesMax } tenure && tenure.At.Offset == state.End;

    /// <summary>The first records of the account are judged, and what comes of them is told in the transaction that takes them away.</summary>
    public HeldState Release(HeldState state, bool first, int count, bool decides)
    {
        var tenure = state.Of(first)!.Value;
        tenure = tenure with { At = Progress.Max(tenure.At, Found(state, tenure)) };
        List<HeldRecord> records = [.. tenure.Account.Take(count)];
        var (from, last) = (records[0], records[^1].Offset);
        var published = broken == HeldBroken.PartitionPublished ? (int)tenure.Published.Offset : broken == HeldBroken.PutPublishedAlone ? from.Published : Math.Max(from.Published, from.Offset);
        var offsets = Items<int>.Of(records.Select(record => record.Offset));
        if (Call(state, first, offsets, new Progress(published, 0), tenure.At.Next(), decides, isRelease: true) is not var (called, unit))
        {
            return state.With(first, null);
        }

        tenure = Woken(Take(tenure with { IsAsked = true, IsReleasing = true }, unit, isRelease: true));
        var ids = broken == HeldBroken.ToldBeyondStep ? unit.Untold : Below(unit.Untold, last + 1, tenure);
        tenure = tenure with { At = tenure.At.Next() };
        return called.With(first, broken == HeldBroken.TombstoneApart ? Tell(Tell(tenure, ids, null, default), "", null, offsets) : Tell(tenure, ids, null, offsets));
    }

    public bool CanRelease(HeldState state, bool first, int count, bool decides) => state.Of(first) is { IsReleasing: false, At.Wakes: < WakesMax } tenure && tenure.Account.Count >= count
        && (tenure.At.Offset >= Found(state, tenure).Offset || broken == HeldBroken.ReleasedBeforeCaughtUp) && state.Answers && (!decides || !(state.Active?.Unit ?? state.Row).IsDecided);

    /// <summary>The first transaction that waits: all or nothing, and nothing for one that has lost the partition.</summary>
    public static HeldState Commit(HeldState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        if (!state.IsOwner(tenure))
        {
            return state.With(first, null);
        }

        var (to, ids, put, taken) = tenure.Tellings[0];
        var topic = put is { } one ? state.Topic.Without(held => held.Offset == one.Offset).Add(one) : state.Topic;
        var committed = state with { Published = Progress.Max(to, state.Published), Told = state.Told + ids, Topic = topic.Without(held => taken.Contains(held.Offset)) };
        return committed.With(first, tenure with
        {
            Published = committed.Published,
            Tellings = Items<HeldTelling>.Of(tenure.Tellings.Skip(1)),
            Account = tenure.Account.Without(held => taken.Contains(held.Offset)),
            IsReleasing = tenure.IsReleasing && taken.Count == 0,
        });
    }

    public static HeldState MoveCheckpoint(HeldState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        return (state with { Checkpoint = (int)tenure.At.Offset }).With(first, tenure with { Sent = -1 });
    }

    public bool CanMoveCheckpoint(HeldState state, bool first) => state.Of(first) is { } tenure && state.IsOwner(tenure) && tenure.At.Offset > state.Checkpoint
        && tenure.At <= tenure.Published && state.Row.Mark >= tenure.Sent && (tenure.Tellings.Count == 0 || broken == HeldBroken.CheckpointBeforePut);

    private static Progress Found(HeldState state, HeldTenure tenure) => state.Found[tenure.Number - 1];

    // While something of the unit is held, all that comes is held behind it.
    private bool IsHeld(HeldTenure tenure) => tenure.Account.Count > 0 && broken != HeldBroken.ResumesEarly
        && (broken != HeldBroken.ResumesBeforeCommitted || tenure.Account.Any(held => tenure.Tellings.All(telling => !telling.Taken.Contains(held.Offset))));

    private HeldTenure Put(HeldTenure tenure, int record, Progress to)
    {
        var isThere = tenure.Account.Count > 0 && record <= tenure.Account[^1].Offset && broken != HeldBroken.PutTwice;
        var isLeftOut = broken == HeldBroken.BelowPublishedNotPut && record < tenure.Published.Offset;
        tenure = tenure with { At = to };
        if (isThere || isLeftOut)
        {
            return to > tenure.Published ? Tell(tenure, "", null, default) : tenure;
        }

        var held = new HeldRecord(record, (int)tenure.Published.Offset);
        return Tell(tenure with { Account = tenure.Account.Without(one => one.Offset == record).Add(held) }, "", held, default);
    }

    // Null where it lacks what was sent to it, or has heard a later tenure.
    private (HeldState State, HeldUnit Unit)? Call(HeldState state, bool first, Items<int> records, Progress published, Progress to, bool decides, bool isRelease = false)
    {
        var tenure = state.Of(first)!.Value;
        var active = state.Active ?? new HeldActivation(state.Row, 0);
        if (active.Unit.Mark < tenure.Sent || Math.Max(active.Tenure, active.Unit.AnsweredTo) > tenure.Number)
        {
            return null;
        }

        var unit = active.Unit;
        foreach (var record in records.Where(record => record > unit.Mark))
        {
            unit = unit with { Mark = record, IsGapped = unit.IsGapped || record != unit.Mark + 1, Untold = $"{unit.Untold}{record}" };
        }

        unit = Claimed(state, unit, tenure, published, to) with { Untold = string.Concat(unit.Untold.Where(record => record - '0' + 1 > published.Offset)) };
        var isNew = unit.ByClock is not null && unit != active.Unit;
        if (decides && unit is { IsDecided: false, Mark: >= 0 })
        {
            (unit, isNew) = (unit with { IsDecided = true, ByClock = ToldByClock(to, published), AnsweredTo = tenure.Number }, true);
        }

        // What a clock decided is stored before it is answered, and all of what is released.
        var isStored = isNew || (isRelease && broken != HeldBroken.TombstoneBeforeStored);
        state = state with { Active = new HeldActivation(unit, tenure.Number), Row = isStored ? unit : state.Row };
        return (state, unit);
    }

    private static Progress ToldByClock(Progress to, Progress published) => to > published ? to : published.Next();

    private static HeldUnit Claimed(HeldState state, HeldUnit unit, HeldTenure tenure, Progress published, Progress to)
    {
        if (unit.ByClock is not { } until)
        {
            return unit;
        }

        var told = unit.AnsweredTo == tenure.Number ? published : state.Found[unit.AnsweredTo];
        return until <= told ? unit with { ByClock = null }
            : unit.AnsweredTo == tenure.Number ? unit
            : unit with { ByClock = Progress.Max(until, ToldByClock(to, published)), AnsweredTo = tenure.Number };
    }

    // What the clock decided is answered once to a tenure; see HeldTenure.Holds.
    private HeldTenure Take(HeldTenure tenure, HeldUnit unit, bool isRelease = false) =>
        unit.ByClock is { } until && unit.AnsweredTo == tenure.Number && (IsNews(tenure, until) || (isRelease && broken == HeldBroken.ClockAnsweredAgain)) ? tenure with { Holds = until } : tenure;

    private static bool IsNews(HeldTenure tenure, Progress until) => until > tenure.Published && tenure.Tellings.All(telling => !telling.Ids.Contains('d'));

    // A wake tells what is held of the clock's decisions, if any.
    private static HeldTenure Woken(HeldTenure tenure) =>
        tenure.Holds is { } until && until.Offset <= tenure.At.Offset ? Tell(tenure with { At = Progress.Max(tenure.At.Next(), until) }, "", null, default) : tenure;

    // What this tenure has handed on is not handed on again.
    private static string Below(string untold, int end, HeldTenure tenure) =>
        string.Concat(untold.Where(record => record - '0' < end && !tenure.Tellings.Any(telling => telling.Ids.Contains(record))));

    private static HeldTenure Tell(HeldTenure tenure, string ids, HeldRecord? put, Items<int> taken)
    {
        var isDue = tenure.Holds <= tenure.At;
        var telling = new HeldTelling(Progress.Max(tenure.At, tenure.Published), isDue ? $"{ids}d" : ids, put, taken);
        return tenure with { Tellings = tenure.Tellings.Add(telling), Holds = isDue ? null : tenure.Holds };
    }
}
