using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Systems;

namespace Covenant.Tests.Faults;

/// <summary>Faults that change what is right: the harness knows it from what it did itself. On parts of their own, for the broker asks for rights.</summary>
[Collection(nameof(FaultFixture))]
public sealed class DeliveryFaultTests
{
    [Theory]
    [InlineData("a bank's topic refused", "a bank's topic deleted, and made by the silo", "retention, silos frozen")]
    [InlineData("skewed gateway", "partitions added", "row unreadable, partition", "storage emptied")]
    public async Task What_is_diverted_skipped_or_held_is_nothing_else_and_nothing_is_lost(params string[] names)
    {
        await using var parts = await FaultFixture.StartAsync(StorageKind.Redis, user: "silo");
        await FaultRun.CheckAsync(
            parts,
            async (stage, token) =>
            {
                var random = new Random(7);
                foreach (var name in names)
                {
                    var fault = Assert.Single(FaultCatalogue.For(stage, [name]));
                    await fault.StrikeAsync(stage, random, token);
                    Assert.True(await stage.CatchesUpAsync(token), $"the silos have caught up after `{name}`: lag {stage.Lag}");
                }
            },
            settings => settings with { Timestamps = "CreateTime" });
    }

    [Fact]
    public void A_name_before_the_comma_means_all_of_its_kinds()
    {
        var called = FaultCatalogue.All.Where(fault => fault.IsCalled("a bank's topic deleted")).ToList();
        Assert.Equal(2, called.Count);
        Assert.All(FaultCatalogue.Names, name => Assert.Contains(FaultCatalogue.All, fault => fault.IsCalled(name)));
    }
}
