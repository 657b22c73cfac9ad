using Covenant.LoadTests.Processes;
using Covenant.Silo.Health;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>Storage that has nothing of what was judged, or keeps it otherwise.</summary>
public sealed class MissingStateTests(RedisFixture redis)
{
    [Fact]
    public async Task A_silo_does_not_start_on_a_storage_that_was_emptied_until_that_loss_is_accepted()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await BegunAsync(run))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 10));
        }

        var emptied = $"--Covenant:State:Table=e{Guid.NewGuid():N}";
        var first = await EndsAsync(run, emptied);
        var second = await EndsAsync(run, emptied, "--Covenant:State:StartEmpty=another");
        var token = TokenIn(first);
        Assert.Equal(token, TokenIn(second));

        await using (var silo = await run.SiloAsync(emptied, $"--Covenant:State:StartEmpty={token}"))
        {
            run.Write(new Bank(silo, LogFaultRun.Institution), 10, 5);
            await run.TellsAsync(LogFaultRun.Events(0, 15));
            Assert.Contains("records 0 to 9 of partition 0", Assert.Single(silo.Services.GetRequiredService<Degradations>().Reasons), StringComparison.Ordinal);
        }

        // It was accepted, and is not asked again.
        await using (var silo = await run.SiloAsync(emptied))
        {
            run.Write(new Bank(silo, LogFaultRun.Institution), 15, 5);
            await run.TellsAsync(LogFaultRun.Events(0, 20));
        }
    }

    [Fact]
    public async Task Another_number_of_cohorts_or_another_group_is_refused_at_each_start()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await BegunAsync(run))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 10));
        }

        foreach (var setting in new[] { "--Covenant:Cohorts:Count=100", "--Covenant:Cohorts:Partitioner=Crc32", "--Covenant:Kafka:group.id=other" })
        {
            Assert.Contains("the state", await EndsAsync(run, setting), StringComparison.Ordinal);
            Assert.Contains("the state", await EndsAsync(run, setting), StringComparison.Ordinal);
        }

        await using var same = await run.SiloAsync();
        run.Write(new Bank(same, LogFaultRun.Institution), 10, 5);
        await run.TellsAsync(LogFaultRun.Events(0, 15));
    }

    [Fact]
    public async Task A_silo_whose_storage_is_emptied_while_it_runs_holds_its_partitions()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var node = await RedisNode.StartAsync(RedisNode.FindProgram()!);
        var own = $"--Covenant:State:ConnectionString={node.Address}";
        await using (var silo = await BegunAsync(run, own))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 10));
            await node.EmptyAsync();
            await LogFaultRun.HoldsAsync(silo, "storage has no row of it any more");
            run.Write(new Bank(silo, LogFaultRun.Institution), 10, 5);
        }

        Assert.Contains("--Covenant:State:StartEmpty=", await EndsAsync(run, own), StringComparison.Ordinal);
        Assert.Equal(10, run.Told().Count);
    }

    [Fact]
    public async Task A_compacted_events_topic_is_refused()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await run.MakeTopicAsync(policy: "compact,delete");

        Assert.Contains("`datause.events.v1` is compacted", await EndsAsync(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redis_that_may_evict_is_refused()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var node = await RedisNode.StartAsync(RedisNode.FindProgram()!);
        await node.SetAsync("maxmemory-policy", "allkeys-lru");
        await using (var silo = await run.SiloAsync($"--Covenant:State:ConnectionString={node.Address}"))
        {
            Assert.False(silo.Services.GetRequiredService<Covenant.Silo.Hosting.SiloExit>().HasFailed);
        }

        await node.SetAsync("maxmemory", "1gb");
        Assert.Contains("`maxmemory-policy` is `allkeys-lru`", await EndsAsync(run, $"--Covenant:State:ConnectionString={node.Address}"), StringComparison.Ordinal);
    }

    private static async Task<RunningSilo> BegunAsync(LogFaultRun run, params string[] settings)
    {
        var silo = await run.SiloAsync(settings);
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, LogFaultRun.Clauses);
        run.Write(bank, 0, 10);
        return silo;
    }

    private static string TokenIn(string log)
    {
        const string before = "--Covenant:State:StartEmpty=";
        var at = log.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, log);
        return log[(at + before.Length)..].Split('`')[0];
    }

    /// <summary>What a silo says that ends with exit code 1.</summary>
    private static async Task<string> EndsAsync(LogFaultRun run, params string[] settings)
    {
        var all = new Dictionary<string, string>(run.Settings)
        {
            ["Covenant:Kafka:bootstrap.servers"] = run.Kafka.Address,
            ["Covenant:Kafka:group.id"] = "faults",
            ["Covenant:Cluster:Port"] = "0",
            [SiloNode.HttpPort] = "0",
        };
        foreach (var setting in settings.Select(one => one[2..].Split('=', 2)))
        {
            all[setting[0]] = setting[1];
        }

        await using var node = new SiloNode("refused", SiloExecutable.Find()!, all);
        await Eventually.HoldsAsync("the silo ends", () => node.HasEnded);
        Assert.Equal(1, node.ExitCode);
        return node.LogTail;
    }
}
