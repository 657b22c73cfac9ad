using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>The rules of delivery as an executable specification: everything that can happen to one partition, two silos and two customers, and what must hold whatever happens.</summary>
internal static class DeliverySpec
{
    public const string ToldOnceByRecord = "told once, by a record";

    public const string ToldOnceByClock = "told once, by the clock";

    public const string NothingInvented = "nothing told that its position does not cover";

    public const string NothingMissingByRecord = "nothing missing, by a record";

    public const string NothingMissingByClock = "nothing missing, by the clock";

    public const string CheckpointStored = "checkpoint after storage";

    public const string CheckpointPublished = "checkpoint after publishing";

    public const string Fenced = "fenced";

    // Takings up of the partition that move it: each makes the one before a zombie.
    private const int MovesMax = 2;

    private static readonly bool[] Each = [true, false];

    private static readonly (bool Silo, Write Write)[] EachAndWrite = [.. Each.SelectMany(silo => Enum.GetValues<Write>().Select(write => (silo, write)))];

    private static readonly (bool A, Write Write)[] EachAndDone = [.. EachAndWrite.Where(one => one.Write != Write.Fails)];

    public static Spec<DeliveryState> With(Broken broken, DeliveryState? from = null)
    {
        var steps = new DeliverySteps(broken);
        var spec = Spec.From(from ?? DeliveryState.Initial)
            .Action("a record comes", state => state.End < DeliveryState.Records, state => state with { End = state.End + 1 })
            .Action("judge", Each, DeliverySteps.CanJudge, steps.Judge)
            .Action("ask", Each, DeliverySteps.CanAsk, steps.Ask)
            .Action("take the turn", Each, DeliverySteps.CanTakeTurn, DeliverySteps.TakeTurn)
            .Action("wake", EachAndWrite, (state, how) => DeliverySteps.CanWake(state, how.Silo), steps.Wake)
            .Action("commit", Each, steps.CanCommit, steps.Commit)
            .Action("persist", EachAndDone, (state, how) => steps.CanPersist(state, how.A), (state, how) => steps.Persist(state, how.A, how.Write))
            .Action("move the checkpoint", Each, steps.CanMoveCheckpoint, steps.MoveCheckpoint)
            .Action("lose an activation", Each, (state, a) => state.Active(a) is not null, (state, a) => state.With(a, (Activation?)null))
            .Action("lose a silo", Each, (state, silo) => state.TenureOf(silo) is not null, (state, silo) => state.With(silo, (Tenure?)null))
            .Action("take up again", Each, (state, silo) => state.TenureOf(silo) is null && state.TenureOf(!silo)?.Generation != state.Generation, (state, silo) => steps.TakeUp(state, silo, isMoved: false))
            .Action("take up", Each, (state, silo) => state.TenureOf(silo) is null && state.Generation < MovesMax, (state, silo) => steps.TakeUp(state, silo, isMoved: true));
        if (broken == Broken.PositionApart)
        {
            spec.Action("commit the position", Each, (state, silo) => state.TenureOf(silo) is { TellsByRecord: false, TellsByClock: false } tenure && tenure.Generation == state.Generation && tenure.At > tenure.Published, DeliverySteps.CommitPosition);
        }

        return Require(spec);
    }

    private static Spec<DeliveryState> Require(Spec<DeliveryState> spec) => spec
        .Invariant(ToldOnceByRecord, "violations and the published position are one transaction", state => state.Told.ByRecord <= 1)
        .Invariant(ToldOnceByClock, "what no log tells again is stored before it is told", state => state.Told.ByClock <= 1)
        .Invariant(NothingInvented, "a grain applies a record only above its mark", state => state.Told.ByRecord == 0 || state.Published.Offset == DeliveryState.Records)
        .Invariant(NothingMissingByRecord, "a grain that lacks what was sent to it says so", state => state.Published.Offset < DeliveryState.Records || state.Told.ByRecord > 0)
        .Invariant(NothingMissingByClock, "what is untold is stored with the state that decided it", state => !state.StoredB.IsDecided || state.Told.ByClock > 0
            || (state.StoredB.ByClock is { } until && until > state.EndOfAnswered(state.StoredB) && (state.HasDue || state.Checkpoint <= 1)))
        .Invariant(CheckpointStored, "the checkpoint moves only past what every touched grain has stored", state => (state.Checkpoint < 1 || state.StoredA.Mark >= 0) && (state.Checkpoint < 2 || state.StoredB.Mark >= 1) && (state.Checkpoint < 3 || state.StoredA.Mark >= 2))
        .Invariant(CheckpointPublished, "the checkpoint is never above what is published", state => state.Checkpoint <= state.Published.Offset)
        .Invariant(Fenced, "a partition that moved is fenced", state => !state.IsToldByZombie)

        // What would make everything above hold for the wrong reason, were it out of reach.
        .Reachable("all is told", "both are told", state => state.Told == (1, 1))
        .Reachable("a zombie is ahead", "its grain has stored what the new owner has not come to", state => state.First is { } first && state.Second is { } second
            && first.Generation < state.Generation && second.Generation == state.Generation && state.StoredA.Mark > second.At.Offset)
        .Reachable("stored and untold", "the one that decided it is gone", state => state is { First: null, Second: null, B: null, StoredB.ByClock: not null, Told.ByClock: 0 })
        .Reachable("the log went on", "the deadline was decided before the last record came", state => state is { Told.ByClock: 1, End: DeliveryState.Records, Published.Wakes: > 0, Published.Offset: DeliveryState.Records })
        .Reachable("an outcome was unknown", "a write was done and its writer does not know", state => state.B is { IsStale: true });
}
