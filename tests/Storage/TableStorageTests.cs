using Azure;
using Azure.Data.Tables;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Storage;
using Covenant.Silo.Storage.AzureTables;
using Orleans;
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

    [Fact]
    public async Task A_property_of_another_type_is_a_row_that_cannot_be_read_and_is_written_over()
    {
        var (storage, grain) = (await StorageAsync(), Activation.NewGrain());
        var state = new GrainState<StoredCohort>(new StoredCohort { Customers = [1, 2, 3] });
        await storage.WriteStateAsync("cohort", grain, state);
        var (table, key) = (new TableClient((await azurite.NodeAsync()).ConnectionString, new StateOptions().Table), TableKey.Of("cohort", grain));
        await table.UpdateEntityAsync(new TableEntity(key.Partition, key.Row) { ["S0"] = "oops" }, ETag.All, TableUpdateMode.Merge, TestContext.Current.CancellationToken);

        var read = new GrainState<StoredCohort>(new StoredCohort());
        await storage.ReadStateAsync("cohort", grain, read);
        Assert.NotEmpty(read.State!.Unreadable!);
        read.State = new StoredCohort { Customers = [4] };
        await storage.WriteStateAsync("cohort", grain, read);
        await storage.ReadStateAsync("cohort", grain, read);
        Assert.Equal((null, 4), (read.State!.Unreadable, read.State.Customers.Single()));
    }
}
