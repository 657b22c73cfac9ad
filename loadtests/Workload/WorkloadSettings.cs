namespace Covenant.LoadTests.Workload;

/// <summary>Who does what to whose data: the same settings, run and seed give the same records, whatever times they are due at.</summary>
public sealed record WorkloadSettings
{
    public const int CustomersMax = 10_000_000;

    public const int InstitutionsMax = 1_000;

    /// <summary>What an event needs at least, in bytes.</summary>
    public const int EventBytesMin = 440;

    public const int EventBytesMax = 100_000;

    public required int Seed { get; init; }

    /// <summary>Six letters and digits in the names of customers, events and conversations, so that two runs on one cluster share none.</summary>
    public required string Run { get; init; }

    public int Customers { get; init; } = 100_000;

    /// <summary>The exponent of Zipf's law by which customers come: 0 = all alike; at 0.8 the first of 100,000 has 2.2 % of the events, at 1 it has 8 %.</summary>
    public double Skew { get; init; } = 0.8;

    public int Institutions { get; init; } = 20;

    /// <summary>Of institutions, before their number.</summary>
    public string Prefix { get; init; } = "bank-";

    /// <summary>The share of touches that violate something; those of advertising violate two clauses.</summary>
    public double Violations { get; init; } = 0.01;

    /// <summary>The share of touches whose time lies up to half a minute back, though not before their conversation.</summary>
    public double OutOfOrder { get; init; } = 0.02;

    /// <summary>The share of touches that come 11 to 30 minutes late, beyond the tolerance, and so most often from before their conversation.</summary>
    public double Late { get; init; } = 0.0005;

    /// <summary>The share of records that come once more, up to 64 records later.</summary>
    public double Duplicates { get; init; } = 0.001;

    /// <summary>The share of records that are no event, or one of an institution that nobody knows.</summary>
    public double Unreadable { get; init; } = 0.0001;

    public int EventBytes { get; init; } = 450;

    /// <summary>In event time; a conversation's some twenty events take two minutes at it.</summary>
    public double EventsPerSecond { get; init; } = 1_000;

    /// <summary>What is wrong with these, as one line; null where nothing is.</summary>
    public string? Mistake =>
        Customers is < 1 or > CustomersMax ? $"`--customers` is {Customers}: give 1 to {CustomersMax}"
        : Institutions is < 1 or > InstitutionsMax ? $"`--institutions` is {Institutions}: give 1 to {InstitutionsMax}"
        : Skew is not (>= 0 and <= 3) ? $"`--skew` is {Skew}: give 0 (all customers alike) to 3"
        : EventBytes is < EventBytesMin or > EventBytesMax ? $"`--event-bytes` is {EventBytes}: give {EventBytesMin} to {EventBytesMax}"
        : Shares.FirstOrDefault(share => share.Value is not (>= 0 and <= 1)) is { Name: not null } wrong ? $"`--{wrong.Name}` is {wrong.Value}: give a share of 0 to 1"
        : null;

    private (string Name, double Value)[] Shares =>
        [("violations", Violations), ("out-of-order", OutOfOrder), ("late", Late), ("duplicates", Duplicates), ("unreadable", Unreadable)];
}
