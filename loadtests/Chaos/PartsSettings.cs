using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Chaos;

/// <summary>What is needed before a silo can be started.</summary>
public sealed record PartsSettings
{
    public required KafkaSettings Kafka { get; init; }

    public required StorageKind Storage { get; init; }

    /// <summary>The <c>redis-server</c> program; null where storage is memory.</summary>
    public string? Redis { get; init; }
}
