using Orleans.Storage;

namespace Covenant.Tests.Storage;

public sealed class MemoryStorageTests : StorageCompliance
{
    private static readonly Lazy<Task<IGrainStorage>> Storage = new(() => Services.StorageAsync());

    private protected override Task<IGrainStorage> StorageAsync() => Storage.Value;
}
