using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.LoadTests.Oracle;

/// <summary>A violation as the oracle finds it: what must be told, without the words it is told in.</summary>
public sealed record OracleVerdict
{
    public required string Institution { get; init; }

    public required string Customer { get; init; }

    /// <summary>Null where the institution has no version in force.</summary>
    public required int? Version { get; init; }

    public required string Clause { get; init; }

    public required ClauseForm Form { get; init; }

    public required ClauseMode Mode { get; init; }

    /// <summary>The event that violated, or the trigger.</summary>
    public required string EventId { get; init; }

    public required string EventSource { get; init; }

    public required EventTime EventTime { get; init; }

    public required long Offset { get; init; }

    /// <summary>The event's time, or the deadline.</summary>
    public required EventTime ViolationTime { get; init; }

    public MeasureEvidence? Measure { get; init; }

    public EventTime? Deadline { get; init; }

    /// <summary>Null where the clause has no <c>forEach</c>.</summary>
    public string? Bind { get; init; }

    /// <summary>1-based; null where the clause has no <c>every</c>.</summary>
    public int? Period { get; init; }

    public bool Late { get; init; }

    public long? Suppressed { get; init; }

    /// <summary>Ids, oldest first, at most <see cref="Violation.WitnessesMax"/>; empty for forms other than limit and oblige, whose witnesses are a matter of presentation.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>The same of what another program found, so that the two can be compared.</summary>
    public static OracleVerdict Of(Violation violation) => new()
    {
        Institution = violation.Institution,
        Customer = violation.Customer,
        Version = violation.Agreement,
        Clause = violation.Clause,
        Form = violation.Form,
        Mode = violation.Mode,
        EventId = violation.Event.Id,
        EventSource = violation.Event.Source,
        EventTime = violation.Event.Time,
        Offset = violation.Position.Offset,
        ViolationTime = violation.Time,
        Measure = violation.Measure,
        Deadline = violation.Deadline,
        Late = violation.Late,
        Suppressed = violation.Suppressed,
        Witnesses = violation.Form is ClauseForm.Limit or ClauseForm.Oblige ? [.. violation.Witnesses.Select(witness => witness.Id)] : [],
    };

    /// <summary>One line with all that two programs must agree on (a violation does not show bind value and period).</summary>
    public override string ToString()
    {
        var measure = Measure is null ? "" : $" {Measure.Value} > {Measure.Max} in {Measure.From} to {Measure.To}";
        var deadline = Deadline is null ? "" : $" due {Deadline}";
        return $"{Institution}/{Customer} v{Version} {Clause} ({Form}, {Mode}) at {ViolationTime}: event {EventSource} {EventId} #{Offset} of {EventTime}{measure}{deadline}"
            + (Late ? " late" : "") + (Suppressed is null ? "" : $" suppressed {Suppressed}") + $" witnesses [{string.Join(' ', Witnesses)}]";
    }
}
