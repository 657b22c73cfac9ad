using Confluent.Kafka;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace Covenant.Tests.Silo;

/// <summary>A partition whose row in storage no version of Covenant wrote.</summary>
public sealed class UnreadablePartitionTests
{
    private static readonly TopicPartition Damaged = new(TopicNames.Events, 3);

    [Fact]
    public async Task It_is_named_and_waits_and_the_silo_and_its_other_partitions_go_on()
    {
        await using var silo = await RunningSilo.StartAsync(null, "unreadable-partition", "--Covenant:Checkpoint:Every=00:00:00.200");
        var bank = new Bank(silo, "row-bank");
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        silo.Kafka.PublishAll(TopicNames.Events, [("row-bank/c-1", bank.Event("first", "c-1", "dpv:Use", "dpv:Advertising"), 3)]);
        Assert.Equal(["first no-ads"], await bank.ReadsAsync());

        await WriteAsync(silo, new StoredDeadlines { Tail = [250] });
        var degradations = silo.Services.GetRequiredService<Degradations>();
        await Eventually.HoldsAsync("the partition is named", () => degradations.Reasons.Any(reason => reason.StartsWith("partition 3 cannot be judged: the stored state is damaged", StringComparison.Ordinal)));

        // Of the damaged one, and of another.
        silo.Kafka.PublishAll(TopicNames.Events, [("row-bank/c-1", bank.Event("waits", "c-1", "dpv:Use", "dpv:Advertising"), 3), ("row-bank/c-2", bank.Event("goes on", "c-2", "dpv:Use", "dpv:Advertising"), 0)]);
        await Eventually.HoldsAsync("the other partition goes on", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("row-bank")).Count == 2);
        var loops = await new LoopsCheck(silo.Services).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, loops.Status);
        Assert.False(silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);

        await WriteAsync(silo, new StoredDeadlines());
        Assert.Equal(["first no-ads", "goes on no-ads", "waits no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));
    }

    // The tenure that has the partition is fenced by it, and recovers by what it finds.
    private static async Task WriteAsync(RunningSilo silo, StoredDeadlines deadlines)
    {
        for (var isWritten = false; !isWritten;)
        {
            var row = new PartitionRow(silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage), Damaged);
            var stored = await row.ReadAsync() ?? new StoredPartition { Cohorts = silo.Services.GetRequiredService<CohortLayout>().Name };
            stored.Deadlines = deadlines;
            try
            {
                await row.ClaimAsync(stored, default);
                isWritten = true;
            }
            catch (InconsistentStateException)
            {
                // The silo has just written it: once more.
            }
        }
    }
}
