using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>One step that is told in several transactions as an executable specification: two silos, any batches, any duty decided in any step, and crashes between.</summary>
internal static class PartSpec
{
    public const string ToldOnce = "told once";

    public const string NothingMissing = "nothing missing";

    public const string NothingStays = "nothing waits for longer than a step";

    private static readonly bool[] Each = [true, false];

    private static readonly string[] Decisions = ["", "2", "6", "26"];

    private static readonly (bool First, int Records, string Decided)[] Batches =
        [.. from first in Each from records in Enumerable.Range(1, PartState.RecordsMax) from decided in Decisions select (first, records, decided)];

    private static readonly (bool First, string Decided)[] Wakes = [.. from first in Each from decided in Decisions select (first, decided)];

    public static Spec<PartState> With(PartBroken broken)
    {
        var steps = new PartSteps(broken);
        return Spec.From(PartState.Initial)
            .Action("a record comes", state => state.End < PartState.RecordsMax, state => state with { End = state.End + 1 })
            .Action("take up", Each, PartSteps.CanTakeUp, PartSteps.TakeUp)
            .Action("ask", Each, PartSteps.CanAsk, steps.Ask)
            .Action("judge", Batches, (state, how) => PartSteps.CanJudge(state, how.First, how.Records) && PartSteps.CanDecide(state, how.Decided), (state, how) => steps.Judge(state, how.First, how.Records, how.Decided))
            .Action("wake", Wakes, (state, how) => PartSteps.CanWake(state, how.First) && PartSteps.CanDecide(state, how.Decided), (state, how) => steps.Wake(state, how.First, how.Decided))
            .Action("commit", Each, (state, first) => state.Of(first) is { Pieces.Count: > 0 }, steps.Commit)
            .Action("crash", Each, (state, first) => state.Of(first) is not null, (state, first) => state.With(first, null))
            .Invariant(ToldOnce, "what is told of a step is committed with it, and whoever goes on tells the rest", state => state.Told.Distinct().Count() == state.Told.Length)
            .Invariant(NothingMissing, "a part covers what was told of its own step, and nothing else", state => state.Idle is not { Waiting.Count: 0 }
                || (Enumerable.Range(0, state.End).SelectMany(record => PartState.IdsOf(record)).All(state.Told.Contains) && state.Decided.All(state.Told.Contains)))
            .Invariant(NothingStays, "whoever goes on goes on to the wake for which something waits", state => state.Idle is not { Waiting.Count: > 0 } tenure || steps.TellsNext(state, tenure))

            // What would make everything above hold for the wrong reason, were it out of reach.
            .Reachable("all is told", "by records and by clocks", state => state.Told.Length == 6)
            .Reachable("a record's part was found", "and the one that found it went on", state => state.Found.Any(found => found.Part != 0 && !found.IsWithinWake()) && state.Idle is not null)
            .Reachable("a wake's part was found", "and the one that found it went on", state => state.Found.Any(found => found.IsWithinWake()) && state.Idle is not null)
            .Reachable("a part was found twice", "the one between has decided by a clock and told nothing", state => state.Found is [.., { Part: not 0 } one, var other] && one == other && state.Stored.Any(entry => entry.Tenure == state.Found.Count - 1));
    }
}
