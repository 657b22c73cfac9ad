using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Systems;

/// <summary>The broker, the storage and the silos' membership, each a process that can die on its own.</summary>
public sealed class SystemParts : IAsyncDisposable
{
    private SystemParts(KafkaNode broker, IStorageNode? storage, RedisNode? membership) => (Broker, Storage, Membership) = (broker, storage, membership);

    public KafkaNode Broker { get; }

    /// <summary>Null where silos keep state in memory.</summary>
    public IStorageNode? Storage { get; }

    /// <summary>Null where there is one silo alone. Apart from the storage, so that a fault of one is not a fault of both.</summary>
    public RedisNode? Membership { get; }

    public static async Task<SystemParts> StartAsync(PartsSettings settings)
    {
        var broker = await KafkaNode.StartAsync(settings.Kafka);
        return settings.Storage switch
        {
            StorageKind.Memory => new(broker, null, null),
            StorageKind.AzureTables => new(broker, await AzuriteNode.StartAsync(settings.Azurite!), await RedisNode.StartAsync(settings.Redis!)),
            _ => new(broker, await RedisNode.StartAsync(settings.Redis!), await RedisNode.StartAsync(settings.Redis!)),
        };
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
