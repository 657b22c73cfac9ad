using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Chaos;

/// <summary>The broker, the storage and the silos' membership, each a process that can die on its own.</summary>
public sealed class ChaosParts : IAsyncDisposable
{
    private ChaosParts(KafkaNode broker, RedisNode? storage, RedisNode? membership) => (Broker, Storage, Membership) = (broker, storage, membership);

    public KafkaNode Broker { get; }

    /// <summary>Null where silos keep state in memory.</summary>
    public RedisNode? Storage { get; }

    /// <summary>Null where there is one silo alone. Apart from the storage, so that a fault of one is not a fault of both.</summary>
    public RedisNode? Membership { get; }

    public static async Task<ChaosParts> StartAsync(PartsSettings settings)
    {
        var broker = KafkaNode.StartAsync(settings.Kafka);
        if (settings.Storage == StorageKind.Memory)
        {
            return new(await broker, null, null);
        }

        var redis = settings.Redis ?? throw new InvalidOperationException("there is no `redis-server` on the path");
        return new(await broker, await RedisNode.StartAsync(redis), await RedisNode.StartAsync(redis));
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        if (Storage is not null)
        {
            await Storage.DisposeAsync();
        }

        if (Membership is not null)
        {
            await Membership.DisposeAsync();
        }
    }
}
