using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Faults;

namespace Covenant.Tests.Faults;

/// <summary>A silo dies or sleeps; the other goes on.</summary>
[Collection(nameof(FaultFixture))]
public sealed class SiloFaultTests(FaultFixture fixture)
{
    private const string CheckpointEvery = "Covenant:Checkpoint:Every";

    [Fact]
    public Task A_silo_that_is_killed_mid_transaction_tells_nothing_twice() => FaultRun.CheckAsync(fixture, async (stage, token) =>
    {
        for (var round = 0; round < 2; round++)
        {
            await stage.TransactionIsOpenAsync(token);
            await FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[round % 2], TimeSpan.Zero, token);
            Assert.True(await stage.CatchesUpAsync(token));
        }
    });

    [Fact]
    public Task A_silo_that_is_killed_mid_checkpoint_loses_nothing() => FaultRun.CheckAsync(
        fixture,
        async (stage, token) =>
        {
            for (var round = 0; round < 2; round++)
            {
                await stage.TransactionIsOpenAsync(token);
                await FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[round % 2], TimeSpan.FromSeconds(round), token);
                Assert.True(await stage.CatchesUpAsync(token));
            }
        },

        // So short that one is always under way.
        settings => settings.With(CheckpointEvery, "00:00:00.100"));

    [Fact]
    public Task A_silo_that_is_killed_mid_rebalance_takes_nothing_with_it() => FaultRun.CheckAsync(fixture, async (stage, token) =>
    {
        for (var round = 0; round < 2; round++)
        {
            var (leaving, killed) = (stage.Crew.Silos[round % 2], stage.Crew.Silos[(round + 1) % 2]);
            await stage.Crew.KillAsync(leaving);
            var coming = stage.Crew.StartAgainAsync(leaving, token);
            await stage.RebalanceIsOnAsync(token);
            await stage.Crew.KillAsync(killed);
            await coming;
            await stage.Crew.StartAgainAsync(killed, token);
            Assert.True(await stage.CatchesUpAsync(token));
        }
    });

    [Fact]
    public Task Partitions_that_are_given_back_with_a_backlog_lose_none_of_it() => FaultRun.CheckAsync(
        fixture,
        async (stage, token) =>
        {
            for (var round = 0; round < 2; round++)
            {
                var silo = stage.Crew.Silos[round % 2];
                await Task.WhenAll(stage.Crew.Silos.Select(one => FaultCatalogue.FreezeSiloAsync(one, TimeSpan.FromSeconds(4), token)));
                await stage.Crew.StopAsync(silo);
                await stage.Crew.StartAgainAsync(silo, token);
                Assert.True(await stage.CatchesUpAsync(token));
            }
        },
        settings => settings with { Rate = 1_000 });

    [Fact]
    public Task A_silo_that_wakes_after_its_partitions_moved_tells_nothing_more() => FaultRun.CheckAsync(fixture, async (stage, token) =>
    {
        await FaultCatalogue.FreezeSiloAsync(stage.Crew.Silos[0], FaultCatalogue.BeyondSession, token);
        Assert.True(await stage.CatchesUpAsync(token));
        await stage.TransactionIsOpenAsync(token);
        await FaultCatalogue.FreezeSiloAsync(stage.Crew.Silos[1], FaultCatalogue.BeyondSession, token);
    });

    // The log ends with obligations open whose deadlines lie in the past; nobody but the clock can say that they were violated.
    [Fact]
    public async Task What_the_wall_clock_decides_is_told_once_though_the_silos_are_killed_while_they_tell_it() => await FaultRun.CheckAsync(
        await fixture.PartsAsync(),
        (stage, token) => FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[0], TimeSpan.Zero, token),
        settings => settings with { IdleAfter = TimeSpan.FromSeconds(8) },
        async (stage, token) =>
        {
            Assert.True(await stage.IsToldAsync(token));
            await stage.TransactionIsOpenAsync(token);
            await Task.WhenAll(stage.Crew.Silos.Select(stage.Crew.KillAsync));
            await Task.WhenAll(stage.Crew.Silos.Select(silo => stage.Crew.StartAgainAsync(silo, token)));

            // It wakes when its partitions have moved, and finds that no event has come for long enough.
            await FaultCatalogue.FreezeSiloAsync(stage.Crew.Silos[0], FaultCatalogue.BeyondSession, token);
        });

    [Fact]
    public Task A_rolling_restart_loses_nothing() => FaultRun.CheckAsync(fixture, (stage, token) => FaultCatalogue.RollAsync(stage, new Random(1), token));

    [Fact]
    public Task Agreements_that_change_under_load_are_judged_by_from_their_time_on_though_a_silo_is_killed() => FaultRun.CheckAsync(
        fixture,
        (stage, token) => FaultCatalogue.KillSiloAsync(stage, stage.Crew.Silos[0], TimeSpan.FromSeconds(3), token),
        settings => settings with { ChangeEvery = TimeSpan.FromMinutes(20) });
}
