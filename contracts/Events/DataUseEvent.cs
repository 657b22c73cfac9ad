using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>One event of topic <c>datause.events.v1</c>: a touch of a customer's data, or a fact of the relation.</summary>
/// <remarks>Source: CloudEvents 1.0 for the envelope, W3C DPV 2.3 for the terms. Immutable by convention: its arrays are shared and never written to.</remarks>
[GenerateSerializer, Immutable, Alias("covenant.DataUseEvent")]
public sealed class DataUseEvent
{
    /// <summary>CloudEvents <c>id</c>, not empty. With <see cref="Source"/> it tells a repeated event from a new one.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>CloudEvents <c>source</c>; empty where the producer sent none.</summary>
    [Id(1)]
    public string Source { get; init; } = "";

    /// <summary>The event's own time.</summary>
    [Id(2)]
    public required EventTime Time { get; init; }

    /// <summary><c>[a-z0-9-]{2,32}</c>.</summary>
    [Id(3)]
    public required string Institution { get; init; }

    /// <summary>1 to 256 bytes of UTF-8.</summary>
    [Id(4)]
    public required string Customer { get; init; }

    [Id(5)]
    public required Term Operation { get; init; }

    /// <summary>At most 64.</summary>
    [Id(6)]
    public Term[] Purposes { get; init; } = [];

    /// <summary>At most 64.</summary>
    [Id(7)]
    public Term[] Categories { get; init; } = [];

    [Id(8)]
    public string? Actor { get; init; }

    [Id(9)]
    public string? Role { get; init; }

    [Id(10)]
    public string? Recipient { get; init; }

    [Id(11)]
    public string? Conversation { get; init; }

    [Id(12)]
    public string? Item { get; init; }

    /// <summary>How many records were touched, 0 to 2^53 - 1; null where the event does not say.</summary>
    [Id(13)]
    public long? Records { get; init; }

    [Id(14)]
    public string? Region { get; init; }

    /// <summary>Null where the event does not say, which reads as false.</summary>
    [Id(15)]
    public bool? CustomerPresent { get; init; }

    /// <summary>At most 64.</summary>
    [Id(16)]
    public string[] Forms { get; init; } = [];

    /// <summary>At most 64, each name once.</summary>
    [Id(17)]
    public AttributeValues[] Attributes { get; init; } = [];

    /// <summary>W3C Trace Context of the producer, if it sent one.</summary>
    [Id(18)]
    public string? TraceParent { get; init; }
}
