using Orleans.Storage;

namespace Covenant.Tests.Storage;

public sealed class RedisStorageTests(RedisFixture redis) : StorageCompliance
{
    private static Task<IGrainStorage>? _storage;

    private protected override async Task<IGrainStorage> StorageAsync()
    {
        var node = await redis.NodeAsync();
        return await (_storage ??= Services.StorageAsync(("Provider", "Redis"), ("ConnectionString", node.Address)));
    }
}
