using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>
/// Diverting and redriving as an executable specification: a silo that diverts, two that redrive, crashes, transactions of which nobody
/// knows the outcome, and a topic that is compacted.
/// </summary>
internal static class RedriveSpec
{
    public const string DeliveredOnce = "delivered once";

    public const string NeverLost = "never lost";

    public const string InOrder = "delivered in order";

    private const int EntriesMax = 7;

    private static readonly bool[] Each = [true, false];

    private static readonly (bool First, Write Write)[] EachAndWrite = [.. Each.SelectMany(first => Enum.GetValues<Write>().Select(write => (first, write)))];

    private static readonly int[] Places = [.. Enumerable.Range(0, EntriesMax)];

    public static Spec<RedriveState> With(RedriveBroken broken)
    {
        var steps = new RedriveSteps(broken);
        return Spec.From(RedriveState.Initial)
            .Action("divert", state => RedriveSteps.CanDivert(state) && state.End < EntriesMax, steps.Divert)
            .Action("commit what is diverted", state => state.Has('s'), steps.CommitDiverted)
            .Action("abort what is diverted", state => state.Has('s'), RedriveSteps.AbortDiverted)
            .Action("the topic takes records", state => !state.IsWell, state => state with { IsWell = true })
            .Action("begin", Each, steps.CanBegin, steps.Begin)
            .Action("read", Each, steps.CanRead, steps.Read)
            .Action("write", Each, (state, first) => RedriveSteps.CanWrite(state, first) && state.End < EntriesMax, steps.Write)
            .Action("commit", EachAndWrite, (state, how) => RedriveSteps.CanCommit(state, how.First), steps.Commit)
            .Action("crash", Each, (state, first) => state.Of(first).Phase != RedrivePhase.Idle, (state, first) => state.With(first, Redriver.Idle))
            .Action("give up", Each, RedriveSteps.CanGiveUp, RedriveSteps.GiveUp)
            .Action("compact", Places, (state, at) => at < state.End && steps.CanCompact(state, at), RedriveSteps.Compact)
            .Invariant(DeliveredOnce, "a record and what takes it away are one transaction, and whoever begins reads to the end after the one before was ended", state => state.Delivered.Distinct().Count() == state.Delivered.Length)
            .Invariant(NeverLost, "what is diverted, and the position that covers it, are one transaction, and the topic keeps it until it is taken away", state => RedriveState.Violations.All(
                violation => state.Pending.Contains(violation) || state.Delivered.Contains(violation) || state.LeftBelow(state.End).Contains(violation)))
            .Invariant(InOrder, "the oldest is delivered first", state => string.Concat(state.Delivered.Distinct()) is "" or "a" or "ab")

            // What would make everything above hold for the wrong reason, were it out of reach.
            .Reachable("all is delivered", "by either", state => state is { Pending: "", Delivered: RedriveState.Violations })
            .Reachable("one was fenced", "with a record in its hands", state => state is { Owner: '2', First.Phase: RedrivePhase.Writing })
            .Reachable("delivered behind an open transaction", "where committed readers do not come to", state => state.Delivered.Length > 0 && state.Has('s') && state.Log.IndexOf("Ac", StringComparison.Ordinal) > state.Log.IndexOf("bs", StringComparison.Ordinal))
            .Reachable("compacted", "a record and what took it away are gone, and another waits", state => state.Log.StartsWith("-c", StringComparison.Ordinal) && !state.Log.Contains('A', StringComparison.Ordinal) && state.LeftBelow(state.End) == "b");
    }
}
