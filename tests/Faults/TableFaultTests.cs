using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Systems;

namespace Covenant.Tests.Faults;

/// <summary>The same with state in Azure Tables, by its emulator.</summary>
[Collection(nameof(FaultFixture))]
public sealed class TableFaultTests
{
    [Fact]
    public async Task Tables_that_hang_and_die_while_silos_are_killed_lose_nothing()
    {
        await using var parts = await FaultFixture.StartAsync(StorageKind.AzureTables);
        await FaultRun.CheckAsync(parts, async (stage, token) =>
        {
            await stage.TransactionIsOpenAsync(token);
            await FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[0], TimeSpan.Zero, token);
            Assert.True(await stage.CatchesUpAsync(token));
            await FaultCatalogue.FreezeStorageAsync(stage.Parts.Storage!, TimeSpan.FromSeconds(5), token);
            await FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[1], TimeSpan.Zero, token);
            Assert.True(await stage.CatchesUpAsync(token));
            await FaultCatalogue.KillStorageAsync(stage.Parts.Storage!, TimeSpan.FromSeconds(2), token);
        });
    }
}
