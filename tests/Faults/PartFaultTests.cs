using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Processes;

namespace Covenant.Tests.Faults;

/// <summary>The broker or the storage fails, and comes back.</summary>
[Collection(nameof(FaultFixture))]
public sealed class PartFaultTests(FaultFixture fixture)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    [Fact]
    public Task A_broker_that_is_killed_mid_transaction_and_starts_again_is_told_the_rest() => FaultRun.CheckAsync(fixture, async (stage, token) =>
    {
        await stage.TransactionIsOpenAsync(token);
        await FaultCatalogue.KillBrokerAsync(stage, TimeSpan.FromSeconds(1), token);
    });

    [Fact]
    public Task A_broker_that_is_frozen_longer_than_the_session_is_waited_for() => FaultRun.CheckAsync(fixture, async (stage, token) =>
    {
        await stage.TransactionIsOpenAsync(token);
        await FaultCatalogue.FreezeBrokerAsync(stage, FaultCatalogue.BeyondSession, token);
    });

    // A full disk ends a broker, which is the test before; this is one that takes no violation and goes on with all else.
    [Fact]
    public Task A_broker_that_takes_no_violations_is_told_them_later() =>
        FaultRun.CheckAsync(fixture, (stage, token) => FaultCatalogue.RefuseViolationsAsync(stage, Long, token));

    [Fact]
    public Task A_storage_that_fails_every_write_for_a_while_delays_and_loses_nothing() =>
        FaultRun.CheckAsync(fixture, (stage, token) => FaultCatalogue.RefuseWritesAsync((RedisNode)stage.Parts.Storage!, Long, token));

    [Fact]
    public Task A_storage_that_writes_after_the_silo_gave_up_is_not_believed_to_have_failed() =>
        FaultRun.CheckAsync(fixture, (stage, token) => FaultCatalogue.FreezeStorageAsync(stage.Parts.Storage!, Long, token));

    [Fact]
    public Task A_storage_that_is_killed_and_starts_again_has_what_it_acknowledged() =>
        FaultRun.CheckAsync(fixture, (stage, token) => FaultCatalogue.KillStorageAsync(stage.Parts.Storage!, TimeSpan.FromSeconds(2), token));
}
