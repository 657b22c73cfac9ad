using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Topics;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Tests.Held;

/// <summary>A broker of a test's own, and silos whose rows in Redis are harmed and put back while they are down.</summary>
internal sealed class HeldRun : IAsyncDisposable
{
    /// <summary>One clause counts over all customers, and one for each.</summary>
    public const string Clauses = """
          - id: twice
            limit: { count: 2, total: true }
          - id: five
            limit: { count: 5, total: true, per: institution }
        """;

    private readonly LogFaultRun _log;
    private readonly ConnectionMultiplexer _redis;
    private int _events;

    private HeldRun(LogFaultRun log, ConnectionMultiplexer redis) => (_log, _redis) = (log, redis);

    public static async Task<HeldRun> StartAsync(RedisFixture redis) =>
        new(await LogFaultRun.StartAsync(redis), await ConnectionMultiplexer.ConnectAsync((await redis.NodeAsync()).Address));

    public LogFaultRun Log => _log;

    public Task<RunningSilo> SiloAsync(params string[] settings) => _log.SiloAsync(settings);

    /// <summary>One event of each of these customers, all of partition 0.</summary>
    /// <returns>Their ids.</returns>
    public List<string> Touch(RunningSilo silo, string institution, params string[] customers)
    {
        var bank = new Bank(silo, institution);
        var events = customers.Select(customer => (Id: $"{customer}-{++_events}", Customer: customer)).ToList();
        _log.Kafka.PublishAll(TopicNames.Events, events.Select(one => ((string?)$"{institution}/{one.Customer}", bank.Event(one.Id, one.Customer, "dpv:Use", "dpv:Advertising"), 0)));
        return events.ConvertAll(one => one.Id);
    }

    public static HeldUnit CohortOf(RunningSilo silo, string institution, string customer) => HeldUnit.OfCohort(silo.Services.GetRequiredService<CohortLayout>().Of(institution, customer));

    /// <summary>Writes over the row's state, as it is stored.</summary>
    /// <returns>What puts it back.</returns>
    public async Task<Func<Task>> HarmAsync(HeldUnit unit, Func<byte[], byte[]> harm)
    {
        var (database, key) = (_redis.GetDatabase(), await KeyOfAsync(unit));
        var before = (byte[])(await database.HashGetAsync(key, "data"))!;
        await database.HashSetAsync(key, "data", harm(before));
        return () => database.HashSetAsync(key, "data", before);
    }

    /// <summary>Once the partition's row knows that so many are held.</summary>
    public static async Task KnownAsync(RunningSilo silo, long records)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);
        await Eventually.HoldsAsync(
            $"the row says that {records} are held",
            () => (new PartitionRow(storage, new TopicPartition(TopicNames.Events, 0)).ReadAsync().GetAwaiter().GetResult()?.Held?.Records ?? 0) == records);
    }

    /// <summary>Once a checkpoint has written all that was judged: nothing before it is judged again.</summary>
    public async Task StoredAsync(HeldUnit unit, RunningSilo silo)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);
        await Eventually.HoldsAsync(
            "a checkpoint is written behind all of it",
            () => new PartitionRow(storage, new TopicPartition(TopicNames.Events, 0)).ReadAsync().GetAwaiter().GetResult()?.Checkpoint == _events);
        Assert.NotEqual(default, await KeyOfAsync(unit));
    }

    /// <summary>Puts a text where the row stands, as somebody with a console does.</summary>
    /// <inheritdoc cref="HarmAsync"/>
    public async Task<Func<Task>> ReplaceAsync(HeldUnit unit)
    {
        var (database, key) = (_redis.GetDatabase(), await KeyOfAsync(unit));
        var before = (await database.KeyDumpAsync(key))!;
        await database.StringSetAsync(key, "oops");
        return async () =>
        {
            await database.KeyDeleteAsync(key);
            await database.KeyRestoreAsync(key, before);
        };
    }

    public async Task HoldsAsync(RunningSilo silo, HeldUnit unit, long records, string named)
    {
        var (memory, check) = (silo.Services.GetRequiredService<HeldMemory>(), ActivatorUtilities.CreateInstance<HeldCheck>(silo.Services));
        await Eventually.HoldsAsync($"{unit} is held with {records} records", () => memory.All.Any(state => state.Unit == unit && state.Number - state.Released == records));
        var health = await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(named, health.Description, StringComparison.Ordinal);
        await Eventually.HoldsAsync("what is held is committed", () => _log.Kafka.IsDone(silo.Group, TopicNames.Events));
    }

    /// <summary>All that the bank has read in the end, whatever the order: `event clause`.</summary>
    public async Task TellsAsync(string institution, params string[] expected)
    {
        List<string> Told() => [.. _log.Kafka.ReadAll(TopicNames.ViolationsOf(institution)).Select(record =>
        {
            Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake), mistake);
            return $"{violation.Event.Id} {violation.Clause}";
        }).Order(StringComparer.Ordinal)];
        await Eventually.HoldsAsync($"`{institution}` is told {expected.Length} violations", () => Told().Count >= expected.Length);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Told());
    }

    /// <summary>As a later version would store it.</summary>
    /// <inheritdoc cref="HarmAsync"/>
    public Task<Func<Task>> LaterFormatAsync(HeldUnit cohort) => HarmAsync(cohort, bytes =>
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var stored = serializer.Deserialize<StoredCohort>(bytes)!;
        stored.Customers[0] = 99;
        return serializer.SerializeToArray(stored);
    });

    public static Task ReleasesAsync(RunningSilo silo) =>
        Eventually.HoldsAsync("nothing is held", () => silo.Services.GetRequiredService<Readiness>().Recovering.Any() is false && silo.Services.GetRequiredService<HeldMemory>().All.Count == 0);

    public Task<CommandResult> CommandAsync(RunningSilo silo, params string[] args) =>
        CovenantProcess.RunAsync(["held", .. args, "--bootstrap-server", _log.Address, "--group", silo.Group]);

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _log.DisposeAsync();
    }

    private async Task<RedisKey> KeyOfAsync(HeldUnit unit)
    {
        var end = unit.Institution is { } institution ? $"/institution/{institution}" : $"/cohort/{unit.Cohort:X}";
        List<RedisKey> found = [];
        await foreach (var key in _redis.GetServers()[0].KeysAsync(pattern: $"*{_log.Settings["Covenant:State:Table"]}*"))
        {
            if (key.ToString().EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(key);
            }
        }

        return Assert.Single(found);
    }
}
