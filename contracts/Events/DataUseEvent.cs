using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>One event of topic <c>datause.events.v1</c>: a touch of a customer's data, or a fact of the relation.</summary>
/// <remarks>Source: CloudEvents 1.0 for the envelope, W3C DPV 2.3 for the terms. Immutable by convention: its arrays are shared and never written to.</remarks>
public sealed class DataUseEvent
{
    /// <summary>CloudEvents <c>id</c>, not empty. With <see cref="Source"/> it tells a repeated event from a new one.</summary>
    public required string Id { get; init; }

    /// <summary>CloudEvents <c>source</c>; empty where the producer sent none.</summary>
    public string Source { get; init; } = "";

    /// <summary>The event's own time.</summary>
    public required EventTime Time { get; init; }

    /// <summary><c>[a-z0-9-]{2,32}</c>.</summary>
    public required string Institution { get; init; }

    /// <summary>1 to 256 bytes of UTF-8.</summary>
    public required string Customer { get; init; }

    public required Term Operation { get; init; }

    /// <summary>At most 64.</summary>
    public Term[] Purposes { get; init; } = [];

    /// <summary>At most 64.</summary>
    public Term[] Categories { get; init; } = [];

    public string? Actor { get; init; }

    public string? Role { get; init; }

    public string? Recipient { get; init; }

    public string? Conversation { get; init; }

    public string? Item { get; init; }

    /// <summary>How many records were touched, 0 to 2^53 - 1; null where the event does not say.</summary>
    public long? Records { get; init; }

    public string? Region { get; init; }

    /// <summary>Null where the event does not say, which reads as false.</summary>
    public bool? CustomerPresent { get; init; }

    /// <summary>At most 64.</summary>
    public string[] Forms { get; init; } = [];

    /// <summary>At most 64, each name once.</summary>
    public AttributeValues[] Attributes { get; init; } = [];

    /// <summary>W3C Trace Context of the producer, if it sent one.</summary>
    public string? TraceParent { get; init; }
}
