using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Health;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Tests.Silo;

/// <summary>A record that no client takes.</summary>
public sealed class TellingBorderTests
{
    [Fact]
    public async Task It_holds_its_own_partition_and_the_others_are_told_of()
    {
        await using var silo = await RunningSilo.StartAsync(null, "telling-border");
        var bank = new Bank(silo, "told-bank");
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        var faulty = new PartitionOutput(new TopicPartition(TopicNames.Shadow, 0), default, 8, () => long.MaxValue);

        silo.Services.GetRequiredService<TransactionLoop>().Add(new Telling(faulty, new Progress(1, 0), [new StepRecord(new OutgoingRecord(null!, null, [1]), 1, Progress.FirstKey)]));
        var touched = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");

        Assert.Equal([$"{touched} no-ads"], await bank.ReadsAsync());
        Assert.Equal(default, faulty.Published);
        var loops = await new LoopsCheck(silo.Services).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, loops.Status);
    }
}
