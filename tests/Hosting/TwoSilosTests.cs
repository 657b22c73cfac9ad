using Covenant.Contracts.Grains;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Hosting;
using Covenant.Tests.Silo;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Covenant.Tests.Hosting;

/// <summary>Two silos that find each other in a real Redis, each with a broker of its own.</summary>
public sealed class TwoSilosTests
{
    private const int Cohort = 17;

    [Fact]
    public async Task Silos_that_find_each_other_share_each_cohort()
    {
        RedisFixture.Require();
        await using var redis = await RedisNode.StartAsync(RedisNode.FindProgram()!);
        await using var first = await StartAsync(redis, "silo-1");
        await using var second = await StartAsync(redis, "silo-2");
        foreach (var silo in new[] { first, second })
        {
            await Eventually.HoldsAsync("both are one cluster", () => silo.Services.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count == 2);
        }

        foreach (var silo in new[] { first, second, first })
        {
            Assert.True(await Grains(silo).GetGrain<ICohortGrain>(Cohort).Persist(0, -1));
        }

        var everywhere = await Grains(second).GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(null, null, TestContext.Current.CancellationToken);
        var activation = Assert.Single(everywhere, one => one.GrainId == Grains(first).GetGrain<ICohortGrain>(Cohort).GetGrainId());
        Assert.Equal(first.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress, activation.SiloAddress);
        Assert.Equal(["silo-1", "silo-2"], new[] { first, second }.Select(silo => silo.Services.GetRequiredService<SiloIdentity>().Name));
    }

    private static IGrainFactory Grains(RunningSilo silo) => silo.Services.GetRequiredService<IGrainFactory>();

    private static Task<RunningSilo> StartAsync(RedisNode redis, string name) => RunningSilo.StartAsync(
        null, name, "--Covenant:Cluster:Provider=Redis", $"--Covenant:Cluster:ConnectionString={redis.Address}", "--Covenant:Cluster:Address=127.0.0.1", $"--Covenant:Cluster:Name={name}");
}
