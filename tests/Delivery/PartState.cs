using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>What a clock decided, as the grain has it in storage.</summary>
/// <param name="Id">One hexadecimal digit, which is its key, too.</param>
internal readonly record struct PartEntry(char Id, long Tenure, Progress Until);

/// <summary>One transaction's worth of a telling.</summary>
internal readonly record struct PartPiece(Progress To, string Ids);

/// <summary>One silo's taking up of the partition.</summary>
/// <param name="Number">From 1; the one with the greatest has the partition.</param>
/// <param name="Published">As far as it knows.</param>
/// <param name="HandedOn">How far it has come with what it has handed on to be told.</param>
/// <param name="Waiting">What it was answered and is told further on.</param>
/// <param name="Taken">What it has handed on of what a clock decided.</param>
internal readonly record struct PartTenure(
    int Number, Progress At, Progress Published, Progress HandedOn, bool IsAsked, Items<PartEntry> Waiting, string Taken, Items<PartPiece> Pieces);

/// <summary>
/// A partition of two records, of which each decides two violations, one grain with two duties that a clock decides in any step, and
/// transactions of one violation each. The checkpoint
/// never moves, so each tenure judges from the first record on.
/// </summary>
/// <param name="Committed">The position in Kafka.</param>
/// <param name="Found">What each tenure found committed, by its number from 1.</param>
/// <param name="LastCaller">The tenure that called the grain last.</param>
/// <param name="Told">What a committed reader sees, one digit for each violation, in order.</param>
internal sealed record PartState(
    int End, Progress Committed, Items<Progress> Found, Items<PartEntry> Stored, string Decided, int LastCaller, PartTenure? First, PartTenure? Second, string Told)
{
    public const int RecordsMax = 2;

    public const string Duties = "26";

    public static PartState Initial { get; } = new(1, default, default, default, "", 0, null, null, "");

    public PartTenure? Of(bool first) => first ? First : Second;

    public PartState With(bool first, PartTenure? tenure) => first ? this with { First = tenure } : this with { Second = tenure };

    public bool IsOwner(PartTenure tenure) => tenure.Number == Found.Count;

    /// <summary>What the record with this offset decides.</summary>
    public static string IdsOf(long record) => record == 0 ? "48" : "5c";

    /// <summary>Nothing is left to do for whoever has the partition.</summary>
    public PartTenure? Idle => (First is { } first && IsOwner(first) ? First : Second) is { } tenure && IsOwner(tenure)
        && tenure is { IsAsked: true, Pieces.Count: 0 } && tenure.At.Offset == End ? tenure : null;
}
