using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>An event as the oracle reads it from a record's bytes.</summary>
public sealed record OracleEvent
{
    public required string Id { get; init; }

    /// <summary>Empty where the producer sent none.</summary>
    public string Source { get; init; } = "";

    /// <summary>The event's own time.</summary>
    public required EventTime Time { get; init; }

    /// <summary>How far it moves clocks.</summary>
    public EventTime Admitted { get; init; }

    public required string Institution { get; init; }

    public required string Customer { get; init; }

    public required OracleTerm Operation { get; init; }

    public IReadOnlyList<OracleTerm> Purposes { get; init; } = [];

    public IReadOnlyList<OracleTerm> Categories { get; init; } = [];

    public string? Actor { get; init; }

    public string? Role { get; init; }

    public string? Recipient { get; init; }

    public string? Region { get; init; }

    public string? Conversation { get; init; }

    public string? Item { get; init; }

    public long? Records { get; init; }

    public bool? CustomerPresent { get; init; }

    public IReadOnlyList<string> Forms { get; init; } = [];

    public IReadOnlyList<NamedValues> Attributes { get; init; } = [];
}

/// <summary>An attribute that is not absent.</summary>
/// <param name="Values">Texts, numbers as they were written, booleans.</param>
/// <param name="HasOpaque">It has an object too, or a list within its list.</param>
public sealed record NamedValues(string Name, IReadOnlyList<string> Values, bool HasOpaque);
