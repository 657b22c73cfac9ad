using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Violations;

/// <summary>What the bank reads: which clause was violated, by what, and the events that prove it.</summary>
[GenerateSerializer, Immutable, Alias("covenant.Violation")]
public sealed record Violation
{
    /// <summary>Deterministic: the same violation has the same id, however often it is worked out.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Event time: the event's, or the deadline of an obligation.</summary>
    [Id(1)]
    public required EventTime Time { get; init; }

    [Id(2)]
    public required string Institution { get; init; }

    [Id(3)]
    public required string Customer { get; init; }

    /// <summary>The version; null where the institution has none in force.</summary>
    [Id(4)]
    public int? Agreement { get; init; }

    /// <summary>The clause's id, or one of <see cref="BuiltInClauses"/>.</summary>
    [Id(5)]
    public required string Clause { get; init; }

    [Id(6)]
    public required ClauseForm Form { get; init; }

    [Id(7)]
    public Severity Severity { get; init; } = Severity.Major;

    [Id(8)]
    public ClauseMode Mode { get; init; }

    [Id(9)]
    public string? Text { get; init; }

    [Id(10)]
    public string? Remedy { get; init; }

    [Id(11)]
    public required string Reason { get; init; }

    /// <summary>The event that violated; for <see cref="ClauseForm.Oblige"/> the trigger.</summary>
    [Id(12)]
    public required DataUseEvent Event { get; init; }

    /// <summary>Limits alone.</summary>
    [Id(13)]
    public MeasureEvidence? Measure { get; init; }

    /// <summary>Obligations alone: when it was due.</summary>
    [Id(14)]
    public EventTime? Deadline { get; init; }

    /// <summary>At most <see cref="WitnessesMax"/>, the latest, oldest first.</summary>
    [Id(15)]
    public ImmutableArray<Witness> Witnesses { get; init; } = [];

    public const int WitnessesMax = 32;

    /// <summary>The event came later than the tolerance, and was judged against what was still remembered.</summary>
    [Id(16)]
    public bool Late { get; init; }

    /// <summary>How many violations <c>report: first</c> held back since the last one reported; null where it held back none.</summary>
    [Id(17)]
    public long? Suppressed { get; init; }

    /// <summary>Where <see cref="Event"/> stands in the log.</summary>
    [Id(18)]
    public required StreamPosition Position { get; init; }

    /// <summary>The version of the semantics sheet by which violations are judged now.</summary>
    public const int SemanticsNow = 2;

    /// <summary>The version of the semantics sheet by which it was judged; 0 where it does not say, which is version 1.</summary>
    [Id(19)]
    public int Semantics { get; init; }

    /// <summary>What is left out because its record would be too large; null where it is whole.</summary>
    [Id(20)]
    public ViolationCut? Cut { get; init; }
}
