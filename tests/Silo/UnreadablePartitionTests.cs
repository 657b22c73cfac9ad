using Confluent.Kafka;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Tests.Silo;

/// <summary>A partition whose row in storage no version of Covenant wrote.</summary>
public sealed class UnreadablePartitionTests(RedisFixture redis)
{
    private const long Counted = 1_000_000;

    private static readonly TopicPartition First = new(TopicNames.Events, 0);

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
        var held = silo.Services.GetRequiredService<HeldPartitions>();
        await Eventually.HoldsAsync("the partition and its row are named", () => held.All is [{ Key: var partition, Value: var reason }] && partition == Damaged
            && reason.Contains("`datause.events.v1/3`", StringComparison.Ordinal) && reason.Contains("the stored state is damaged", StringComparison.Ordinal));

        // Of the damaged one, and of another.
        silo.Kafka.PublishAll(TopicNames.Events, [("row-bank/c-1", bank.Event("waits", "c-1", "dpv:Use", "dpv:Advertising"), 3), ("row-bank/c-2", bank.Event("goes on", "c-2", "dpv:Use", "dpv:Advertising"), 0)]);
        await Eventually.HoldsAsync("the other partition goes on", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("row-bank")).Count == 2);
        var loops = await new LoopsCheck(silo.Services).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, loops.Status);
        Assert.False(silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);

        await WriteAsync(silo, new StoredDeadlines());
        Assert.Equal(["first no-ads", "goes on no-ads", "waits no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_of_a_later_version_is_let_go_by_its_own_token_alone()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        string token;
        await using (var silo = await run.SiloAsync())
        {
            var bank = new Bank(silo, LogFaultRun.Institution);
            await bank.AgreesAsync(1, LogFaultRun.Clauses);
            run.Write(bank, 0, 10);
            await run.TellsAsync(LogFaultRun.Events(0, 10));
            await ChangeAsync(silo, First, stored => (stored.Format, stored.Tenures) = (StoredPartition.FormatNow + 1, new(Counted, [])));
            await LogFaultRun.HoldsAsync(silo, "a later version wrote");
            token = silo.Services.GetRequiredService<HeldPartitions>().All.Single().Value.Split("ForgetRow=")[1].Split('`')[0];
            run.Write(bank, 10, 5);
            run.Write(bank, 15, 5, partition: 1);
            await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. LogFaultRun.Events(15, 5)]);
        }

        await using (var silo = await run.SiloAsync("--Covenant:State:ForgetRow=another"))
        {
            await LogFaultRun.HoldsAsync(silo, token);
        }

        foreach (var next in new[] { $"--Covenant:State:ForgetRow={token}", "--Covenant:State:ForgetRow=" })
        {
            await using var silo = await run.SiloAsync(next);
            await run.TellsAsync(LogFaultRun.Events(0, 20));
            await Eventually.HoldsAsync("nothing is held", () => silo.Services.GetRequiredService<HeldPartitions>().All.Count == 0);

            // Customers, and the names of what is due, go by the numbers that were counted before.
            var begun = await new PartitionRow(silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage), First, generation: 1).ReadAsync();
            Assert.InRange(begun!.Tenures.Last, Counted + 2, long.MaxValue);
        }
    }

    [Fact]
    public async Task A_key_of_another_type_while_the_silo_runs_stops_its_partition_alone_until_the_row_is_back()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var connection = await ConnectionMultiplexer.ConnectAsync((await redis.NodeAsync()).Address);
        await using var silo = await run.SiloAsync();
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, LogFaultRun.Clauses);
        run.Write(bank, 0, 10);
        await run.TellsAsync(LogFaultRun.Events(0, 10));

        var (database, key) = (connection.GetDatabase(), default(RedisKey));
        await foreach (var found in connection.GetServers()[0].KeysAsync(pattern: $"*{run.Settings["Covenant:State:Table"]}*/partition/{TopicNames.Events}/0"))
        {
            key = found;
        }

        var before = (await database.KeyDumpAsync(key))!;
        await database.StringSetAsync(key, "oops");
        run.Write(bank, 10, 5);
        run.Write(bank, 15, 5, partition: 1);
        await LogFaultRun.HoldsAsync(silo, "it is of another type than a hash");
        await Eventually.HoldsAsync("the other partition goes on", () => LogFaultRun.Events(15, 5).TrueForAll(run.Told().Contains));
        Assert.Single(silo.Services.GetRequiredService<HeldPartitions>().All);

        await database.KeyDeleteAsync(key);
        await database.KeyRestoreAsync(key, before);
        await run.TellsAsync(LogFaultRun.Events(0, 20));
        await Eventually.HoldsAsync("nothing is held", () => silo.Services.GetRequiredService<HeldPartitions>().All.Count == 0);
    }

    private static Task WriteAsync(RunningSilo silo, StoredDeadlines deadlines) => ChangeAsync(silo, Damaged, stored => stored.Deadlines = deadlines);

    // The tenure that has the partition is fenced by it, and recovers by what it finds.
    internal static async Task ChangeAsync(RunningSilo silo, TopicPartition partition, Action<StoredPartition> change)
    {
        for (var isWritten = false; !isWritten;)
        {
            var row = new PartitionRow(silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage), partition);
            var stored = await row.ReadAsync() ?? new StoredPartition { Cohorts = silo.Services.GetRequiredService<CohortLayout>().Name };
            change(stored);
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
