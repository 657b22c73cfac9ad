using Orleans.Storage;

namespace Covenant.Tests.Storage;

public sealed class TableStorageTests(AzuriteFixture azurite) : StorageCompliance
{
    private static Task<IGrainStorage>? _storage;

    private protected override async Task<IGrainStorage> StorageAsync()
    {
        var node = await azurite.NodeAsync();
        return await (_storage ??= Services.StorageAsync(("Provider", "AzureTables"), ("ConnectionString", node.ConnectionString)));
    }
}
