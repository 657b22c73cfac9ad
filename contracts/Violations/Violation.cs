using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Violations;

/// <summary>What the bank reads: which clause was violated, by what, and the events that prove it.</summary>
public sealed record Violation
{
    /// <summary>Deterministic: the same violation has the same id, however often it is worked out.</summary>
    public required string Id { get; init; }

    /// <summary>Event time: the event's, or the deadline of an obligation.</summary>
    public required EventTime Time { get; init; }

    public required string Institution { get; init; }

    public required string Customer { get; init; }

    /// <summary>The version; null where the institution has none in force.</summary>
    public int? Agreement { get; init; }

    /// <summary>The clause's id, or one of <see cref="BuiltInClauses"/>.</summary>
    public required string Clause { get; init; }

    public required ClauseForm Form { get; init; }

    public Severity Severity { get; init; } = Severity.Major;

    public ClauseMode Mode { get; init; }

    public string? Text { get; init; }

    public string? Remedy { get; init; }

    public required string Reason { get; init; }

    /// <summary>The event that violated; for <see cref="ClauseForm.Oblige"/> the trigger.</summary>
    public required DataUseEvent Event { get; init; }

    /// <summary>Limits alone.</summary>
    public MeasureEvidence? Measure { get; init; }

    /// <summary>Obligations alone: when it was due.</summary>
    public EventTime? Deadline { get; init; }

    /// <summary>At most <see cref="WitnessesMax"/>, the latest, oldest first.</summary>
    public ImmutableArray<Witness> Witnesses { get; init; } = [];

    public const int WitnessesMax = 32;

    /// <summary>The event came later than the tolerance, and was judged against what was still remembered.</summary>
    public bool Late { get; init; }

    /// <summary>How many violations <c>report: first</c> held back since the last one reported; null where it held back none.</summary>
    public long? Suppressed { get; init; }

    /// <summary>Where <see cref="Event"/> stands in the log.</summary>
    public required StreamPosition Position { get; init; }
}
