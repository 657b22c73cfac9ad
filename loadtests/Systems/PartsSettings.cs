using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Systems;

/// <summary>What is needed before a silo can be started.</summary>
public sealed record PartsSettings
{
    public required KafkaSettings Kafka { get; init; }

    public required StorageKind Storage { get; init; }

    /// <summary>The <c>redis-server</c> program; for every storage but memory, since the silos find each other by it.</summary>
    public string? Redis { get; init; } = RedisNode.FindProgram();

    /// <summary>The <c>azurite</c> program; for <see cref="StorageKind.AzureTables"/>.</summary>
    public string? Azurite { get; init; } = AzuriteNode.FindProgram();

    /// <summary>What is missing of these, and how to get it; null where nothing is.</summary>
    public string? Mistake =>
        Storage != StorageKind.Memory && Redis is null ? "there is no `redis-server` on the path: install Redis"
        : Storage == StorageKind.AzureTables && Azurite is null ? "there is no Azurite: run `npm ci --prefix tests/node`, or set AZURITE to the program"
        : null;
}
