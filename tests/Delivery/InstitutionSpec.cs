using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>Limits over all customers, which are told up to a position of their own, as an executable specification.</summary>
internal static class InstitutionSpec
{
    public const string ToldOnce = "told once";

    public const string CountedInOrder = "counted once and in order";

    public const string CountStored = "told after it is stored";

    public const string NothingMissing = "nothing missing";

    private static readonly bool[] Each = [true, false];

    private static readonly (bool First, int Records)[] Batches = [.. from first in Each from records in Enumerable.Range(1, InstitutionState.RecordsMax) select (first, records)];

    private static readonly (bool First, Write Write)[] Counts = [.. from first in Each from write in Enum.GetValues<Write>() select (first, write)];

    public static Spec<InstitutionState> With(InstitutionBroken broken)
    {
        var steps = new InstitutionSteps(broken);
        return Spec.From(InstitutionState.Initial)
            .Action("a record comes", state => state.End < InstitutionState.RecordsMax, state => state with { End = state.End + 1 })
            .Action("take up", Each, InstitutionSteps.CanTakeUp, InstitutionSteps.TakeUp)
            .Action("judge", Batches, (state, how) => InstitutionSteps.CanJudge(state, how.First, how.Records), (state, how) => steps.Judge(state, how.First, how.Records))
            .Action("count", Counts, (state, how) => InstitutionSteps.CanCount(state, how.First), (state, how) => steps.Count(state, how.First, how.Write))
            .Action("commit", Each, (state, first) => state.Of(first) is { Tellings.Count: > 0 }, InstitutionSteps.Commit)
            .Action("commit the lane", Each, (state, first) => state.Of(first) is { LaneTellings.Count: > 0 } tenure && tenure.Tellings.All(telling => telling.To > tenure.LaneTellings[0].To), steps.CommitLane)
            .Action("persist the cohort", state => state.Cohort is { } cohort && cohort with { AnsweredTo = 0 } != state.StoredCohort, state => state with { StoredCohort = state.Cohort!.Value with { AnsweredTo = 0 } })
            .Action("move the checkpoint", Each, steps.CanMoveCheckpoint, InstitutionSteps.MoveCheckpoint)
            .Action("lose the cohort", state => state.Cohort is not null, state => state with { Cohort = null, LastCaller = 0 })
            .Action("lose the institution", state => state.Institution is not null, state => state with { Institution = null })
            .Action("crash", Each, (state, first) => state.Of(first) is not null, (state, first) => state.With(first, null))
            .Invariant(ToldOnce, "what is told and the lane's position are one transaction", state => state.Told.Distinct().Count() == state.Told.Length)
            .Invariant(CountedInOrder, "a contribution is counted above the institution's mark alone", state => !state.StoredInstitution.IsGapped && state.Institution is not { IsGapped: true })
            .Invariant(CountStored, "an institution stores before it answers", state => state.Told.All(record => record - '0' <= state.StoredInstitution.Mark))
            .Invariant(NothingMissing, "before the partition's position moves over the first that waits, the lane's is on record at it", state => !state.IsIdle || Enumerable.Range(0, state.End).All(record => state.Told.Contains((char)('0' + record))))

            // What would make everything above hold for the wrong reason, were it out of reach.
            .Reachable("all is told", "over a crash", state => state is { IsIdle: true, Told.Length: InstitutionState.RecordsMax, Tenures: > 1 })
            .Reachable("the lane is behind", "the one that had handed it over is gone", state => state is { First: null, Second: null } && state.Institutions < state.Published)
            .Reachable("an answer is lost", "and is asked for again", state => state is { First.IsAgain: true, StoredInstitution.Untold.Length: > 0 });
    }
}
