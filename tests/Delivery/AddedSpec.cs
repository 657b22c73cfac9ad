using CsCheck;

namespace Covenant.Tests.Delivery;

/// <summary>A rule of added partitions that is broken on purpose.</summary>
public enum AddedBroken
{
    Nothing,

    /// <summary>The new partition is read at once.</summary>
    NewReadAtOnce,

    /// <summary>The older one is read on while the new one is not told up to its end.</summary>
    OlderReadOn,

    /// <summary>Each silo goes by the ends that it saw itself.</summary>
    EndsNotShared,

    /// <summary>A later look writes its own ends over those that are stored.</summary>
    EndsWrittenAgain,
}

/// <summary>Where both partitions ended when the addition was noticed first.</summary>
internal readonly record struct AddedEnds(int Older, int New);

/// <summary>
/// A partition that one silo reads, and one that is added and that another silo reads. A customer's records go to the older one before the
/// addition and to the new one after it; others go on in the older one.
/// </summary>
/// <param name="Moved">Where the older one ended when partitions were added; null before.</param>
/// <param name="Stored">The ends in storage.</param>
/// <param name="SeenByOlder">The ends by which the silo of the older partition goes; null until it has looked.</param>
/// <param name="IsAhead">The new partition was read before all that the customer had in the older one was told.</param>
/// <param name="IsBeyond">The older partition was read on though its silo knew that the new one was not told up to its end.</param>
internal sealed record AddedState(int Older, int New, int? Moved, AddedEnds? Stored, AddedEnds? SeenByOlder, AddedEnds? SeenByNew, int ToldOlder, int ToldNew, bool IsAhead, bool IsBeyond)
{
    public const int RecordsMax = 3;

    public static AddedState Initial { get; } = new(1, 0, null, null, null, null, 0, 0, false, false);

    public bool IsAllTold => ToldOlder == Older && ToldNew == New;

    public AddedEnds? Seen(bool byOlder) => byOlder ? SeenByOlder : SeenByNew;

    public AddedState WithSeen(bool byOlder, AddedEnds? ends) => byOlder ? this with { SeenByOlder = ends } : this with { SeenByNew = ends };
}

/// <summary>Added partitions as an executable specification: two silos that notice them at different times, and records that go on coming.</summary>
internal static class AddedSpec
{
    public const string OlderFirst = "the older one first";

    public const string OlderWaits = "the older one waits at its end";

    public const string NeverStuck = "never stuck";

    private static readonly bool[] Each = [true, false];

    public static Spec<AddedState> With(AddedBroken broken) => Spec.From(AddedState.Initial)
        .Action("a record comes to the older one", state => state.Older < AddedState.RecordsMax, state => state with { Older = state.Older + 1 })
        .Action("a partition is added", state => state.Moved is null, state => state with { Moved = state.Older })
        .Action("a record comes to the new one", state => state.Moved is not null && state.New < AddedState.RecordsMax, state => state with { New = state.New + 1 })
        .Action("look", Each, (state, byOlder) => state.Moved is not null && state.Seen(byOlder) is null, (state, byOlder) => Look(state, byOlder, broken))
        .Action("silo begins again", Each, (state, byOlder) => state.Seen(byOlder) is not null, (state, byOlder) => state.WithSeen(byOlder, null))
        .Action("read the older one", state => CanReadOlder(state, broken), state => state with { ToldOlder = state.ToldOlder + 1, IsBeyond = state.IsBeyond || (state.SeenByOlder is { } seen && state.ToldOlder >= seen.Older && state.ToldNew < seen.New) })
        .Action("read the new one", state => CanReadNew(state, broken), state => state with { ToldNew = state.ToldNew + 1, IsAhead = state.IsAhead || state.ToldOlder < state.Moved })
        .Invariant(OlderFirst, "the new one is read once the older one is told up to the end that is stored", state => !state.IsAhead)
        .Invariant(OlderWaits, "the older one is read on once the new one is told as far", state => !state.IsBeyond)
        .Invariant(NeverStuck, "the ends are stored once for the cluster", state => state is { SeenByOlder: null } or { SeenByNew: null } || state.IsAllTold || CanReadOlder(state, broken) || CanReadNew(state, broken))
        .Reachable("all is told", "of both", state => state is { IsAllTold: true, Older: AddedState.RecordsMax, New: AddedState.RecordsMax })
        .Reachable("read between the looks", "beyond the end that is stored", state => state is { SeenByOlder: null, Stored: { } stored } && state.ToldOlder > stored.Older);

    private static AddedState Look(AddedState state, bool byOlder, AddedBroken broken)
    {
        var seen = new AddedEnds(state.Older, state.New);
        var stored = broken == AddedBroken.EndsWrittenAgain ? seen : state.Stored ?? seen;
        return (state with { Stored = stored }).WithSeen(byOlder, broken == AddedBroken.EndsNotShared ? seen : stored);
    }

    // Whoever has not looked yet doesn't know of the other: what stands behind the end that a producer of that time wrote may be read.
    private static bool CanReadOlder(AddedState state, AddedBroken broken) => state.ToldOlder < state.Older
        && (state.SeenByOlder is not { } seen || state.ToldOlder < seen.Older || state.ToldNew >= seen.New || broken == AddedBroken.OlderReadOn);

    private static bool CanReadNew(AddedState state, AddedBroken broken) => state.ToldNew < state.New && state.Moved is not null
        && (broken == AddedBroken.NewReadAtOnce || (state.SeenByNew is { } seen && state.ToldOlder >= seen.Older));
}
