using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>A record in the topic for what is held.</summary>
/// <param name="Published">What the partition had published when it was put there.</param>
internal readonly record struct HeldRecord(int Offset, int Published);

/// <summary>What a unit remembers, or what its row has of it.</summary>
/// <param name="Mark">The last record that was applied; -1 = none.</param>
/// <param name="IsGapped">A record was applied without the one before it.</param>
/// <param name="Untold">The records of which the verdict may be untold, as digits.</param>
/// <param name="IsDecided">Whether the deadline was decided.</param>
/// <param name="ByClock">What that violates may be untold, and is told at this progress.</param>
/// <param name="AnsweredTo">The tenure that was answered it last.</param>
internal readonly record struct HeldUnit(int Mark, bool IsGapped, string Untold, bool IsDecided, Progress? ByClock, int AnsweredTo)
{
    public static HeldUnit Fresh { get; } = new(-1, false, "", false, null, 0);
}

/// <param name="Tenure">The last that called it.</param>
internal readonly record struct HeldActivation(HeldUnit Unit, int Tenure);

/// <summary>A transaction that waits: the position, what is told, what is put into the topic and what is taken away from it.</summary>
internal readonly record struct HeldTelling(Progress To, string Ids, HeldRecord? Put, Items<int> Taken);

/// <summary>One silo's taking up of the partition.</summary>
/// <param name="Published">As far as it knows.</param>
/// <param name="Sent">The last record sent to the unit since the checkpoint; -1 = none.</param>
/// <param name="IsAsked">Whether the unit was asked what the tenure before may not have told.</param>
/// <param name="Holds">What the clock decided and is told further on.</param>
/// <param name="Account">The unit's held records, those not committed yet too.</param>
/// <param name="IsReleasing">A release is not committed yet.</param>
internal readonly record struct HeldTenure(
    int Number, Progress At, Progress Published, int Sent, bool IsAsked, Progress? Holds, Items<HeldRecord> Account, bool IsReleasing, Items<HeldTelling> Tellings);

/// <summary>
/// A partition whose records are all of one unit. Each record decides a violation, and the first one opens a deadline that a clock may
/// decide. The unit's row may be unreadable for a while.
/// </summary>
/// <param name="Topic">What is held, in order, by committed transactions.</param>
/// <param name="Told">What a committed reader sees: a record's digit, and <c>d</c> for what the clock decided.</param>
internal sealed record HeldState(
    int End, Progress Published, Items<Progress> Found, int Checkpoint, Items<HeldRecord> Topic, HeldUnit Row, bool IsReadable, int Damages,
    HeldActivation? Active, HeldTenure? First, HeldTenure? Second, string Told)
{
    public const int RecordsMax = 2;

    public static HeldState Initial { get; } = new(1, default, default, 0, default, HeldUnit.Fresh, true, 0, null, null, null, "");

    public HeldTenure? Of(bool first) => first ? First : Second;

    public HeldState With(bool first, HeldTenure? tenure) => first ? this with { First = tenure } : this with { Second = tenure };

    public bool IsOwner(HeldTenure tenure) => tenure.Number == Found.Count;

    /// <summary>Whether the unit answers: it is in memory, or its row can be read.</summary>
    public bool Answers => Active is not null || IsReadable;

    /// <summary>Whoever has the partition has nothing left to do.</summary>
    public bool IsIdle => Owner is { IsAsked: true, Tellings.Count: 0, Account.Count: 0, Holds: null } tenure && tenure.At.Offset == End;

    private HeldTenure? Owner => First is { } first && IsOwner(first) ? First : Second is { } second && IsOwner(second) ? Second : null;

    /// <summary>What the clock decided is told, or the unit has it for the next that asks.</summary>
    public bool IsClockKept => (Active?.Unit ?? Row) is var unit && (!unit.IsDecided || unit.ByClock is not null || Told.Contains('d'));

    public bool IsKept(int record) => record <= Row.Mark || Topic.Any(held => held.Offset == record);
}
