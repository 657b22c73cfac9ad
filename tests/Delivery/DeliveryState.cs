using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>A customer's grain: what it remembers, or what storage holds of it.</summary>
/// <param name="Mark">The last record that was applied; -1 = none.</param>
/// <param name="IsDecided">Whether the deadline that its record opened was decided.</param>
/// <param name="ByRecord">What its second record violates is decided, may be untold, and is told at this progress.</param>
/// <param name="ByClock">What the deadline violates is decided, may be untold, and is told at this progress.</param>
/// <param name="AnsweredTo">The tenure that was answered it last; 0 = none.</param>
internal readonly record struct Customer(int Mark, bool IsDecided, Progress? ByRecord, Progress? ByClock, int AnsweredTo)
{
    public static Customer Fresh { get; } = new(-1, false, null, null, 0);
}

/// <param name="IsStale">Storage holds a version that this activation does not know.</param>
/// <param name="Tenure">The last that called it.</param>
internal readonly record struct Activation(Customer Customer, bool IsStale, int Tenure = 0);

/// <summary>One silo's taking up of the partition.</summary>
/// <param name="Number">Greater than all before it.</param>
/// <param name="Generation">Of the group, in which it got the partition.</param>
/// <param name="At">How far it has come.</param>
/// <param name="Published">As far as it knows.</param>
/// <param name="SentToA">The last record sent to the customer since the checkpoint; -1 = none.</param>
/// <param name="IsAsked">Whether it has asked for what the tenure before had decided by the clock.</param>
/// <param name="HasTurn">Whether the row has told it that the partition is its own, and that the wall clock may decide.</param>
/// <param name="HasDue">Whether it has B among those that are to be woken.</param>
/// <param name="Holds">What it was answered that is told further on.</param>
/// <param name="TellsByRecord">To be told with the next transaction.</param>
internal readonly record struct Tenure(int Number, int Generation, Progress At, Progress Published, int SentToA, int SentToB, bool IsAsked, bool HasTurn, bool HasDue, Progress? Holds, bool TellsByRecord, bool TellsByClock)
{
    public int Sent(bool toA) => toA ? SentToA : SentToB;

    public Tenure Send(bool toA, int record) => toA ? this with { SentToA = record } : this with { SentToB = record };
}

/// <summary>
/// The partition's log is three records: 0 and 2 of customer A, whose second record is a violation; 1 of customer B, which opens a deadline that nothing
/// discharges, so that it is violated by the wall clock. The third record may come after the deadline was decided.
/// </summary>
/// <param name="HasDue">Whether B is to be woken by whoever begins at the checkpoint.</param>
/// <param name="Found">What each tenure found published, by its number.</param>
/// <param name="Told">How often a committed reader sees each.</param>
/// <param name="IsToldByZombie">Whether a tenure published after the partition had gone to another.</param>
internal sealed record DeliveryState(
    int End,
    int Generation,
    Progress Published,
    (int ByRecord, int ByClock) Told,
    int Checkpoint,
    bool HasDue,
    FoundPublished Found,
    Customer StoredA,
    Customer StoredB,
    Activation? A,
    Activation? B,
    Tenure? First,
    Tenure? Second,
    bool IsToldByZombie)
{
    public const int Records = 3;

    public static DeliveryState Initial { get; } =
        new(Records - 1, 0, default, default, 0, false, default, Customer.Fresh, Customer.Fresh, null, null, null, null, false);

    /// <summary>The first tenure has told and stored all of the log, and has just been told that it may decide by the wall clock.</summary>
    public static DeliveryState Turned { get; } = Initial with
    {
        Published = new Progress(Records - 1, 0),
        Checkpoint = Records - 1,
        HasDue = true,
        Found = default(FoundPublished).Next(default),
        StoredA = Customer.Fresh with { Mark = 0 },
        StoredB = Customer.Fresh with { Mark = 1 },
        A = new Activation(Customer.Fresh with { Mark = 0 }, IsStale: false, Tenure: 1),
        B = new Activation(Customer.Fresh with { Mark = 1 }, IsStale: false, Tenure: 1),
        First = new Tenure(1, 0, new Progress(Records - 1, 0), new Progress(Records - 1, 0), -1, -1, IsAsked: true, HasTurn: true, HasDue: true, null, false, false),
    };

    /// <summary>Until what of B's the tenure that was answered it has told.</summary>
    public Progress EndOfAnswered(Customer b) => b.AnsweredTo < Found.Count ? Found.Of(b.AnsweredTo + 1) : Published;

    public Tenure? TenureOf(bool first) => first ? First : Second;

    public DeliveryState With(bool first, Tenure? tenure) => first ? this with { First = tenure } : this with { Second = tenure };

    public Customer Stored(bool a) => a ? StoredA : StoredB;

    public Activation? Active(bool a) => a ? A : B;

    public DeliveryState With(bool a, Activation? activation) => a ? this with { A = activation } : this with { B = activation };

    public DeliveryState Store(bool a, Customer customer) => a ? this with { StoredA = customer } : this with { StoredB = customer };
}
