using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>A rule of a log that is another one that is broken on purpose.</summary>
public enum LifeBroken
{
    Nothing,

    /// <summary>Offsets of the new topic are taken for those of the old one.</summary>
    LifeNotCounted,

    /// <summary>Records are judged before the new life's first position is committed over the old one.</summary>
    JudgedBeforeCommitted,

    /// <summary>The row says that the new life has begun before its first position is committed.</summary>
    BegunInRowFirst,

    /// <summary>A topic that was made again is read though nobody accepted it.</summary>
    NotAsked,

    /// <summary>The row names the new topic before it has the new life.</summary>
    TopicBeforeLife,
}

/// <param name="Topic">Whose records they are.</param>
/// <param name="Checkpoint">A record's number, as everything inside.</param>
internal readonly record struct LifeRow(int Topic, int Life, long Checkpoint);

/// <param name="At">The number of the next record.</param>
/// <param name="Untold">It is judged and not told.</param>
internal readonly record struct LifeTenure(int Topic, int Life, long At, bool IsBegun, Items<long> Untold);

/// <summary>One record in the log of one topic, which is made again once and has two records then, at the same offsets.</summary>
/// <param name="Topic">Its id, in the order in which they were made.</param>
/// <param name="Committed">An offset of the group in Kafka, of whichever topic; null = none.</param>
/// <param name="Mark">The number of the last record that the customer has applied; what it applied is stored.</param>
/// <param name="Told">By topic, a letter for each record that a committed reader sees: of the first one <c>a</c>, of the second <c>x</c> and <c>y</c>.</param>
internal sealed record LifeState(int Topic, int Accepted, int? Committed, LifeRow? Row, long Mark, LifeTenure? Tenure, bool IsReadUnasked, string Told)
{
    public static LifeState Initial { get; } = new(0, 0, null, null, -1, null, false, "");

    public int End => Topic + 1;

    public string Ids => Topic == 0 ? "a" : "xy";
}

/// <summary>A topic that is deleted and made again as an executable specification: numbers go on, whatever happens between.</summary>
internal static class LifeSpec
{
    public const string ToldOnce = "told once";

    public const string NothingMissing = "nothing missing";

    public const string Asked = "read once accepted";

    public static Spec<LifeState> With(LifeBroken broken) => Spec.From(LifeState.Initial)
        .Action("the topic is made again", state => state.Topic == 0, state => state with { Topic = 1 })
        .Action("accept", state => state.Accepted < state.Topic, state => state with { Accepted = state.Topic })
        .Action("take up", state => state.Tenure is null && (state.Row is not { } row || row.Topic == state.Topic || state.Accepted == state.Topic || broken == LifeBroken.NotAsked), state => TakeUp(state, broken))
        .Action("commit the first position", state => state.Tenure is { IsBegun: false }, CommitFirst)
        .Action("judge", state => state.Tenure is { } tenure && tenure.Topic == state.Topic && LogNumber.OffsetOf(tenure.At) < state.End && (tenure.IsBegun || broken == LifeBroken.JudgedBeforeCommitted), state => Judge(state, broken))
        .Action("commit", state => state.Tenure is { IsBegun: true, Untold.Count: > 0 }, Commit)
        .Action("move the checkpoint", state => state is { Tenure: { IsBegun: true, Untold.Count: 0 } tenure, Row: { } row } && tenure.At > row.Checkpoint, state => state with { Row = state.Row!.Value with { Checkpoint = state.Tenure!.Value.At } })
        .Action("crash", state => state.Tenure is not null, state => state with { Tenure = null })
        .Invariant(ToldOnce, "a number is of one life", state => state.Told.Distinct().Count() == state.Told.Length)
        .Invariant(NothingMissing, "no mark or position of a life covers a later one", state => state.Tenure is not { IsBegun: true, Untold.Count: 0 } tenure || tenure.Topic != state.Topic || LogNumber.OffsetOf(tenure.At) < state.End || state.Ids.All(state.Told.Contains))
        .Invariant(Asked, "a topic that was made again is held until it is accepted", state => !state.IsReadUnasked)
        .Reachable("all is told", "of both", state => state.Told.Length == 3)
        .Reachable("the old position is there", "and the new life is in the row", state => state is { Row.Life: 1, Committed: 1, Tenure: null, Told: "a" });

    private static LifeState TakeUp(LifeState state, LifeBroken broken)
    {
        var row = state.Row ?? new LifeRow(state.Topic, 0, 0);
        var isOther = row.Topic != state.Topic;
        if (isOther)
        {
            // The checkpoint below the life's first number says that no position of it is committed yet.
            var life = broken == LifeBroken.LifeNotCounted ? row.Life : row.Life + 1;
            var checkpoint = broken == LifeBroken.LifeNotCounted ? row.Checkpoint : LogNumber.Of(life, 0) - (broken == LifeBroken.BegunInRowFirst ? 0 : 1);
            row = broken == LifeBroken.TopicBeforeLife ? row with { Topic = state.Topic } : new LifeRow(state.Topic, life, checkpoint);
        }

        var first = LogNumber.Of(row.Life, 0);
        var published = state.Committed is { } committed && row.Checkpoint >= first ? LogNumber.Of(row.Life, committed) : row.Checkpoint;
        var isBegun = published >= first && !(isOther && broken == LifeBroken.BegunInRowFirst);
        var at = isBegun ? Math.Min(row.Checkpoint, published) : first;
        return state with { Row = row, Tenure = new LifeTenure(state.Topic, row.Life, at, isBegun, default), IsReadUnasked = state.IsReadUnasked || (isOther && state.Accepted != state.Topic) };
    }

    private static LifeState CommitFirst(LifeState state)
    {
        var tenure = state.Tenure!.Value;
        var first = LogNumber.Of(tenure.Life, 0);
        return state with { Committed = 0, Row = state.Row!.Value with { Checkpoint = first }, Tenure = tenure with { IsBegun = true } };
    }

    private static LifeState Judge(LifeState state, LifeBroken broken)
    {
        var tenure = state.Tenure!.Value;
        var published = state.Committed is { } committed && (tenure.IsBegun || broken == LifeBroken.JudgedBeforeCommitted) ? LogNumber.Of(tenure.Life, committed) : 0;
        var isUntold = tenure.At >= published;
        return state with
        {
            Mark = Math.Max(state.Mark, tenure.At),
            Tenure = tenure with { At = tenure.At + 1, Untold = isUntold ? tenure.Untold.Add(tenure.At) : tenure.Untold },
        };
    }

    private static LifeState Commit(LifeState state)
    {
        var tenure = state.Tenure!.Value;
        var ids = string.Concat(tenure.Untold.Select(number => (tenure.Topic == 0 ? "a" : "xy")[(int)LogNumber.OffsetOf(number)]));
        return state with { Told = state.Told + ids, Committed = (int)LogNumber.OffsetOf(tenure.At), Tenure = tenure with { Untold = default } };
    }
}
