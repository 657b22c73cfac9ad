namespace Covenant.Tests.Delivery;

/// <summary>A cohort: the last record that it applied, and those of which a limit over all customers may not have told, as digits.</summary>
/// <param name="AnsweredTo">The tenure that was answered them last; in memory only.</param>
internal readonly record struct Contributor(int Mark, string Untold, int AnsweredTo)
{
    public static Contributor Fresh { get; } = new(-1, "", 0);
}

/// <summary>An institution: the last record that it counted, and those of which the violation may be untold.</summary>
/// <param name="IsGapped">A record was counted without the one before it.</param>
/// <param name="Answered">Those that the tenure was answered; in memory only.</param>
internal readonly record struct Counter(int Mark, bool IsGapped, string Untold, string Answered, int AnsweredTo)
{
    public static Counter Fresh { get; } = new(-1, false, "", "", 0);

    public Counter ToStore() => this with { Answered = "", AnsweredTo = 0 };
}

/// <summary>What waits to be counted.</summary>
internal readonly record struct LaneWork(int To, string Records);

/// <summary>A transaction that waits: of the partition, or of the lane beside it.</summary>
/// <param name="Beside">How far the lane's position is at least committed with it; null where that is not said.</param>
internal readonly record struct LaneTelling(int To, string Ids, int? Beside = null);

/// <summary>One silo's taking up of the partition.</summary>
/// <param name="Start">What it found published.</param>
/// <param name="Published">As far as it knows; <paramref name="Counted"/> the same of the lane.</param>
/// <param name="Handed">How far the lane was handed what it is to count.</param>
/// <param name="IsUsed">Whether there ever was something to count.</param>
/// <param name="IsAgain">An answer of the institution may be lost.</param>
/// <param name="Ahead">What the cohort answered of records that the partition has not come to.</param>
/// <param name="Waiting">What the institution answered and is told further on.</param>
/// <param name="Taken">What the lane has handed on to be told.</param>
internal readonly record struct LaneTenure(
    int Number, int Start, int At, int Published, int Counted, int Handed, bool IsUsed, bool IsAgain, int Sent, string Ahead, string Waiting, string Taken, Items<LaneWork> Work, Items<LaneTelling> Tellings, Items<LaneTelling> LaneTellings)
{
    public bool IsIdle => Counted >= Handed;
}

/// <summary>A partition of which each record is one cohort's, and adds to a limit over all customers that each record exceeds.</summary>
/// <param name="Institutions">The lane's position in Kafka; null where none is.</param>
/// <param name="Told">What a committed reader sees of that limit, a record's digit each.</param>
internal sealed record InstitutionState(
    int End, int Published, int? Institutions, int Tenures, int Checkpoint, Contributor StoredCohort, Contributor? Cohort, Counter StoredInstitution, Counter? Institution, int LastCaller,
    LaneTenure? First, LaneTenure? Second, string Told)
{
    public const int RecordsMax = 2;

    public static InstitutionState Initial { get; } = new(1, 0, null, 0, 0, Contributor.Fresh, null, Counter.Fresh, null, 0, null, null, "");

    public LaneTenure? Of(bool first) => first ? First : Second;

    public InstitutionState With(bool first, LaneTenure? tenure) => first ? this with { First = tenure } : this with { Second = tenure };

    public bool IsOwner(LaneTenure tenure) => tenure.Number == Tenures;

    /// <summary>Whoever has the partition has nothing left to do.</summary>
    public bool IsIdle => (First is { } first && IsOwner(first) ? First : Second) is { Work.Count: 0, Tellings.Count: 0, LaneTellings.Count: 0 } tenure && IsOwner(tenure) && tenure.At == End;
}
