using Covenant.LoadTests.Processes;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Storage;

/// <summary>A silo whose storage hangs: who waits for it, and who does not.</summary>
public sealed class StorageOutageTests
{
    // Well below what one tenure may take to end while storage hangs, of which three end at once.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Partitions_that_end_their_tenures_while_storage_hangs_hold_up_no_other()
    {
        AzuriteFixture.Require();
        await using var azurite = await AzuriteNode.StartAsync(AzuriteNode.FindProgram()!);
        await using var silo = await RunningSilo.StartAsync(
            null, "outage", "--Covenant:State:Provider=AzureTables", $"--Covenant:State:ConnectionString={azurite.ConnectionString}", "--Covenant:Checkpoint:Every=00:00:00.100");
        var (waits, goesOn) = (new Bank(silo, "waits-bank"), new Bank(silo, "goes-on-bank"));
        await waits.AgreesAsync(1, "  - id: all\n    limit: { count: 0, total: true, per: institution }\n");
        await goesOn.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        Publish(waits, "before", "waits-bank", [0, 1, 2]);
        Publish(goesOn, "before", "goes-on-bank", [3]);
        Assert.Equal(3, (await waits.ReadsAsync()).Count);
        Assert.Equal(["before-3 no-ads"], await goesOn.ReadsAsync());

        azurite.Freeze();
        Publish(waits, "meanwhile", "waits-bank", [0, 1, 2], customer: "cold");
        await Eventually.HoldsAsync("a partition goes back, for what its customers remember cannot be read", () => silo.Services.GetRequiredService<Readiness>().Recovering.Any());
        Publish(goesOn, "meanwhile", "goes-on-bank", [3]);
        var (clock, sent) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        await Eventually.HoldsAsync("the other bank is told", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("goes-on-bank")).Count == 2);
        Assert.InRange(clock.GetElapsedTime(sent), TimeSpan.Zero, AtOnce);

        azurite.Thaw();
        Assert.Equal(6, (await waits.ReadsAsync()).Count);

        void Publish(Bank bank, string id, string institution, int[] partitions, string customer = "c") => silo.Kafka.PublishAll(TopicNames.Events, partitions.Select(partition =>
            ((string?)$"{institution}/{customer}-{partition}", bank.Event($"{id}-{partition}", $"{customer}-{partition}", "dpv:Use", "dpv:Advertising"), partition)));
    }

    [Fact]
    public async Task A_bank_whose_limits_over_all_customers_cannot_be_stored_is_told_what_its_other_clauses_say()
    {
        AzuriteFixture.Require();
        await using var azurite = await AzuriteNode.StartAsync(AzuriteNode.FindProgram()!);
        await using var silo = await RunningSilo.StartAsync(
            null, "outage-lane", "--Covenant:State:Provider=AzureTables", $"--Covenant:State:ConnectionString={azurite.ConnectionString}");
        var bank = new Bank(silo, "counting-bank");
        await bank.AgreesAsync(1, "  - id: all\n    limit: { count: 0, total: true, per: institution }\n  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        Publish("before");
        Assert.Equal(["before all", "before no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));

        azurite.Freeze();
        Publish("meanwhile");
        await Eventually.HoldsAsync("its other clause is told", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("counting-bank")).Count == 3);

        azurite.Thaw();
        Assert.Equal(["before all", "before no-ads", "meanwhile all", "meanwhile no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));

        void Publish(string id) => silo.Kafka.PublishAll(TopicNames.Events, [("counting-bank/c-1", bank.Event(id, "c-1", "dpv:Use", "dpv:Advertising"), 0)]);
    }
}
