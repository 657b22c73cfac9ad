namespace Covenant.Tests.Delivery;

/// <summary>What the silo, those that redrive, and the broker do.</summary>
internal sealed class RedriveSteps(RedriveBroken broken)
{
    private const int BeginsMax = 3;

    /// <summary>The silo puts its next violation into an open transaction.</summary>
    public RedriveState Divert(RedriveState state) => broken == RedriveBroken.DivertedApart
        ? state.Append(state.Pending[0], 's') with { Pending = state.Pending[1..] }
        : state.Append(state.Pending[0], 's');

    public static bool CanDivert(RedriveState state) => state.Pending.Length > 0 && !state.Has('s');

    /// <summary>Its position moves with what it has diverted, or neither.</summary>
    public RedriveState CommitDiverted(RedriveState state) => state.Ended('s', 'c') with { Pending = broken == RedriveBroken.DivertedApart ? state.Pending : state.Pending[1..] };

    public static RedriveState AbortDiverted(RedriveState state) => state.Ended('s', 'x');

    /// <summary>Ends what the one before had open, and asks where the topic ends after that.</summary>
    public RedriveState Begin(RedriveState state, bool first)
    {
        var left = broken == RedriveBroken.ReadsBeforeFencing ? state.Of(first).Left : "";
        var begun = broken == RedriveBroken.NotFenced ? state.Ended(RedriveState.Name(first), 'x') : state.Ended('1', 'x').Ended('2', 'x');
        begun = begun with { Owner = RedriveState.Name(first), Begins = state.Begins + 1 };
        return begun.With(first, new Redriver(broken == RedriveBroken.ReadsBeforeFencing ? RedrivePhase.HasRead : RedrivePhase.Begun, begun.End, left));
    }

    public bool CanBegin(RedriveState state, bool first) =>
        state.Of(first).Phase == RedrivePhase.Idle && state.Begins < BeginsMax && (broken != RedriveBroken.ReadsBeforeFencing || state.Of(first).Left.Length > 0);

    public RedriveState Read(RedriveState state, bool first)
    {
        var redriver = state.Of(first);
        return broken == RedriveBroken.ReadsBeforeFencing ? state.With(first, redriver with { Left = state.LeftBelow(state.LastStable) })
            : state.With(first, redriver with { Phase = RedrivePhase.HasRead, Left = state.LeftBelow(Math.Min(redriver.End, state.LastStable)) });
    }

    public bool CanRead(RedriveState state, bool first) => broken == RedriveBroken.ReadsBeforeFencing
        ? state.Of(first) is { Phase: RedrivePhase.Idle, Left: "" } && state.LeftBelow(state.LastStable).Length > 0
        : state.Of(first).Phase == RedrivePhase.Begun && (state.LastStable >= state.Of(first).End || broken == RedriveBroken.ReadsToLastStable);

    /// <summary>
    /// The oldest, and what takes it away. A topic that refuses ends the transaction, and so does somebody who has begun since.
    /// </summary>
    public RedriveState Write(RedriveState state, bool first)
    {
        var redriver = state.Of(first);
        return !state.IsWell || IsFenced(state, first) ? state.With(first, Redriver.Idle)
            : state.Append(char.ToUpperInvariant(redriver.Left[0]), RedriveState.Name(first)).With(first, redriver with { Phase = RedrivePhase.Writing });
    }

    public static bool CanWrite(RedriveState state, bool first) => state.Of(first) is { Phase: RedrivePhase.HasRead, Left.Length: > 0 };

    public RedriveState Commit(RedriveState state, (bool First, Write Write) how)
    {
        var (first, write) = how;
        var (name, redriver) = (RedriveState.Name(first), state.Of(first));
        if (IsFenced(state, first))
        {
            return state.With(first, Redriver.Idle);
        }

        var isDone = write != Covenant.Tests.Delivery.Write.Fails;
        var ended = isDone ? state.Ended(name, 'c') with { Delivered = state.Delivered + redriver.Left[0] } : state.Ended(name, 'x');
        if (broken == RedriveBroken.TombstoneApart && write == Covenant.Tests.Delivery.Write.IsUnknown)
        {
            ended = state.Ended(name, 'x') with { Delivered = state.Delivered + redriver.Left[0] };
        }

        return write == Covenant.Tests.Delivery.Write.Works ? ended.With(first, redriver with { Phase = RedrivePhase.HasRead, Left = redriver.Left[1..] })
            : broken == RedriveBroken.GoesOnUnsure ? ended.With(first, redriver with { Phase = RedrivePhase.HasRead })
            : ended.With(first, Redriver.Idle);
    }

    public static bool CanCommit(RedriveState state, bool first) => state.Of(first).Phase == RedrivePhase.Writing;

    /// <summary>The broker gives up a transaction that nobody ends.</summary>
    public static RedriveState GiveUp(RedriveState state, bool first) => state.Ended(RedriveState.Name(first), 'x');

    public static bool CanGiveUp(RedriveState state, bool first) => state.Of(first).Phase == RedrivePhase.Idle && state.Has(RedriveState.Name(first));

    /// <summary>A record that was taken away goes, and later what took it away.</summary>
    public static RedriveState Compact(RedriveState state, int at) => state.Remove(at);

    public bool CanCompact(RedriveState state, int at)
    {
        if (at >= state.LastStable || state.Entries.ElementAt(at) is not { State: 'c', What: not '-' } entry)
        {
            return false;
        }

        var isThere = state.Entries.Where(other => other.At < state.LastStable && other.State == 'c').Select(other => other.What).ToList();
        return char.IsLower(entry.What) ? broken == RedriveBroken.RetainedByTime || isThere.Contains(char.ToUpperInvariant(entry.What)) : !isThere.Contains(char.ToLowerInvariant(entry.What));
    }

    private bool IsFenced(RedriveState state, bool first) => state.Owner != RedriveState.Name(first) && broken != RedriveBroken.NotFenced;
}
