using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Tests.Silo;

/// <summary>Rows beside a partition's own, without which it cannot go on: its due dates, and what is stored of the topic.</summary>
public sealed class UnreadableDueDatesTests(RedisFixture redis)
{
    private static readonly TopicPartition First = new(TopicNames.Events, 0);

    private static readonly ChunkName Chunk = new("7", 1, 5);

    private static readonly GrainId Key = GrainId.Create("due", $"{TopicNames.Events}/0/7/1");

    [Fact]
    public async Task That_are_missing_or_damaged_are_named_and_stop_their_partition_alone_until_they_are_back()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var silo = await run.SiloAsync();
        var bank = await BeginAsync(run, silo);
        await LogFaultRun.HoldsAsync(silo, $"its due dates `{TopicNames.Events}/0/7/1` in storage cannot be read (it is not in storage)");
        run.Write(bank, 10, 5);
        run.Write(bank, 15, 5, partition: 1);
        await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. LogFaultRun.Events(15, 5)]);
        Assert.Equal(First, Assert.Single(silo.Services.GetRequiredService<HeldPartitions>().All).Key);

        await StoreAsync(silo, [250]);
        await LogFaultRun.HoldsAsync(silo, "the stored state is damaged");
        await StoreAsync(silo, DeadlineForm.OfEntries([new DueEntry(1, EventTime.Epoch)]));
        await run.TellsAsync(LogFaultRun.Events(0, 20));
        await Eventually.HoldsAsync("nothing is held", () => silo.Services.GetRequiredService<HeldPartitions>().All.Count == 0);
    }

    [Fact]
    public async Task That_are_missing_are_let_go_by_their_own_token_alone()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        string token;
        await using (var silo = await run.SiloAsync())
        {
            var bank = await BeginAsync(run, silo);
            await LogFaultRun.HoldsAsync(silo, "it is not in storage");
            token = silo.Services.GetRequiredService<HeldPartitions>().All.Single().Value.Split("ForgetRow=")[1].Split('`')[0];
            run.Write(bank, 10, 5);
        }

        await using (var silo = await run.SiloAsync("--Covenant:State:ForgetRow=another"))
        {
            await LogFaultRun.HoldsAsync(silo, token);
        }

        await using (var silo = await run.SiloAsync($"--Covenant:State:ForgetRow=another,{token}"))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 15));
        }

        // They were left out of the row with which the partition was given back.
        await using (var silo = await run.SiloAsync())
        {
            run.Write(new Bank(silo, LogFaultRun.Institution), 15, 5);
            await run.TellsAsync(LogFaultRun.Events(0, 20));
            Assert.Empty(silo.Services.GetRequiredService<HeldPartitions>().All);
        }
    }

    [Fact]
    public async Task A_row_of_the_topic_that_cannot_be_read_is_named_by_health_until_it_is_deleted()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var connection = await ConnectionMultiplexer.ConnectAsync((await redis.NodeAsync()).Address);
        await using (var silo = await run.SiloAsync())
        {
            var bank = new Bank(silo, LogFaultRun.Institution);
            await bank.AgreesAsync(1, LogFaultRun.Clauses);
            run.Write(bank, 0, 10);
            await run.TellsAsync(LogFaultRun.Events(0, 10));
        }

        var (database, key) = (connection.GetDatabase(), default(RedisKey));
        await foreach (var found in connection.GetServers()[0].KeysAsync(pattern: $"*{run.Settings["Covenant:State:Table"]}*/topic/{TopicNames.Events}"))
        {
            key = found;
        }

        await database.KeyDeleteAsync(key);
        await database.StringSetAsync(key, "oops");
        await using (var silo = await run.SiloAsync())
        {
            var (topic, check) = (silo.Services.GetRequiredService<EventsTopic>(), ActivatorUtilities.CreateInstance<HeldCheck>(silo.Services));
            await Eventually.HoldsAsync("the row is named", () => topic.Unreadable is not null);
            var said = (await check.CheckHealthAsync(new(), TestContext.Current.CancellationToken)).Description;
            Assert.Contains($"the row `topic/{TopicNames.Events}` in storage", said, StringComparison.Ordinal);
            Assert.Contains("or delete it", said, StringComparison.Ordinal);

            await database.KeyDeleteAsync(key);
            run.Write(new Bank(silo, LogFaultRun.Institution), 10, 5);
            await run.TellsAsync(LogFaultRun.Events(0, 15));
            Assert.Null(topic.Unreadable);
        }
    }

    // The partition's row names due dates that nobody has stored, of an hour that has begun.
    private static async Task<Bank> BeginAsync(LogFaultRun run, RunningSilo silo)
    {
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, LogFaultRun.Clauses);
        run.Write(bank, 0, 10);
        await run.TellsAsync(LogFaultRun.Events(0, 10));
        await UnreadablePartitionTests.ChangeAsync(silo, First, stored => stored.Deadlines = new() { Chunks = DeadlineForm.OfChunks([(0, [Chunk])], []) });
        return bank;
    }

    private static async Task StoreAsync(RunningSilo silo, byte[] entries)
    {
        var (storage, chunk) = (silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage), new GrainState<StoredDueChunk>(new StoredDueChunk()));
        await storage.ReadStateAsync("due", Key, chunk);
        chunk.State = new StoredDueChunk { Entries = entries };
        await storage.WriteStateAsync("due", Key, chunk);
    }
}
