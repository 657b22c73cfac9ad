using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>Holding a unit whose row cannot be read, and releasing it, as an executable specification: two silos, crashes, lost activations, a row that comes back.</summary>
internal static class HeldSpec
{
    public const string ToldOnce = "told once";

    public const string InOrder = "applied once and in order";

    public const string NeverLost = "applied or held";

    public const string NothingMissing = "nothing missing";

    private static readonly bool[] Each = [true, false];

    private static readonly (bool First, bool Decides)[] Wakes = [.. from first in Each from decides in Each select (first, decides)];

    private static readonly (bool First, int Count, bool Decides)[] Releases =
        [.. from first in Each from count in Enumerable.Range(1, HeldState.RecordsMax) from decides in Each select (first, count, decides)];

    public static Spec<HeldState> With(HeldBroken broken, HeldState? from = null)
    {
        var steps = new HeldSteps(broken);
        return Spec.From(from ?? HeldState.Initial)
            .Action("a record comes", state => state.End < HeldState.RecordsMax, state => state with { End = state.End + 1 })
            .Action("take up", Each, HeldSteps.CanTakeUp, HeldSteps.TakeUp)
            .Action("judge", Each, steps.CanJudge, steps.Judge)
            .Action("ask", Each, steps.CanAsk, steps.Ask)
            .Action("wake", Each, HeldSteps.CanWake, (state, first) => steps.Wake(state, first, decides: true))
            .Action("tell what waits", Each, HeldSteps.CanTellHeld, HeldSteps.TellHeld)
            .Action("release", Releases, (state, how) => steps.CanRelease(state, how.First, how.Count, how.Decides), (state, how) => steps.Release(state, how.First, how.Count, how.Decides))
            .Action("commit", Each, (state, first) => state.Of(first) is { Tellings.Count: > 0 }, HeldSteps.Commit)
            .Action("persist", state => state.Active is { } active && active.Unit != state.Row, state => state with { Row = state.Active!.Value.Unit })
            .Action("move the checkpoint", Each, steps.CanMoveCheckpoint, HeldSteps.MoveCheckpoint)
            .Action("lose the activation", state => state.Active is not null, state => state with { Active = null })
            .Action("the row cannot be read", HeldSteps.CanDamage, state => state with { IsReadable = false, Damages = state.Damages + 1 })
            .Action("the row can be read again", state => !state.IsReadable, state => state with { IsReadable = true })
            .Action("crash", Each, (state, first) => state.Of(first) is not null, (state, first) => state.With(first, null))
            .Invariant(ToldOnce, "what released records decided, and what takes them away, are one transaction", state => state.Told.Distinct().Count() == state.Told.Length)
            .Invariant(InOrder, "all that comes is held behind what is held", state => !state.Row.IsGapped && state.Active is not { Unit.IsGapped: true })
            .Invariant(NeverLost, "below the checkpoint a record is applied in storage, or held", state => Enumerable.Range(0, state.Checkpoint).All(state.IsKept))
            .Invariant(NothingMissing, "what was not published when a record was held is told when it is released", state => !state.IsIdle
                || (Enumerable.Range(0, state.End).All(record => state.Told.Contains((char)('0' + record))) && state.IsClockKept))

            // What would make everything above hold for the wrong reason, were it out of reach.
            .Reachable("released", "one by one, by two tenures", state => state is { Damages: > 0, Topic.Count: 0, Told.Length: 3, IsIdle: true, Found.Count: > 1 })
            .Reachable("released and not told", "the one that released it is gone", state => state is { First: null, Second: null, Row: { Mark: >= 0, Untold.Length: > 0 }, Topic.Count: > 0 })
            .Reachable("held below what is published", "its verdict was told", state => state.Topic.Any(held => held.Offset < held.Published));
    }
}
