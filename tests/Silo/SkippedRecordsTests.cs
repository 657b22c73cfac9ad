using Covenant.LoadTests.Processes;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>Records that are gone before they were read: nothing of it is passed over in silence.</summary>
public sealed class SkippedRecordsTests(RedisFixture redis)
{
    [Fact]
    public async Task Records_deleted_before_a_silo_started_are_said_and_counted_and_the_next_are_judged()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await run.SiloAsync())
        {
            var bank = new Bank(silo, LogFaultRun.Institution);
            await bank.AgreesAsync(1, LogFaultRun.Clauses);
            run.Write(bank, 0, 10);
            await run.TellsAsync(LogFaultRun.Events(0, 10));
        }

        await using var next = await StartedAfterAsync(run);
        await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. LogFaultRun.Events(17, 13)]);
        Assert.Contains("records 10 to 16 of partition 0", Assert.Single(next.Services.GetRequiredService<Degradations>().Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_deleted_before_a_running_silo_read_them_are_said_and_counted_and_the_next_are_judged()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        Bank bank;
        await using (var silo = await run.SiloAsync())
        {
            bank = new Bank(silo, LogFaultRun.Institution);
            await bank.AgreesAsync(1, LogFaultRun.Clauses);
        }

        var port = FreePort.Some(1)[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
        var settings = new Dictionary<string, string>(run.Settings)
        {
            ["Covenant:Kafka:bootstrap.servers"] = run.Kafka.Address,
            ["Covenant:Kafka:group.id"] = "faults",
            ["Covenant:Cluster:Port"] = "0",
            [SiloNode.HttpPort] = port,
        };
        await using var node = new SiloNode("frozen", SiloExecutable.Find()!, settings);
        Assert.True(await node.IsReadyAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), node.LogTail);
        run.Write(bank, 0, 10);
        await run.TellsAsync(LogFaultRun.Events(0, 10));

        node.Freeze();
        run.Write(bank, 10, 20);
        await run.DeleteBeforeAsync(17);
        node.Thaw();

        await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. LogFaultRun.Events(17, 13)]);
        Assert.Contains("records 10 to 16 of partition 0", await node.HealthAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("7", metrics.Split('\n').Single(line => line.StartsWith("covenant_records_skipped", StringComparison.Ordinal) && line.Contains("reason=\"deleted\"", StringComparison.Ordinal)).Split(' ')[1], StringComparison.Ordinal);
    }

    private static async Task<RunningSilo> StartedAfterAsync(LogFaultRun run)
    {
        var events = Enumerable.Range(10, 20).ToList();
        run.Kafka.PublishAll(TopicNames.Events, events.Select(number => ((string?)$"{LogFaultRun.Institution}/c-{number}", EventText(number), 0)));
        await run.DeleteBeforeAsync(17);
        return await run.SiloAsync();
    }

    private static string EventText(int number) =>
        $$$"""{"specversion":"1.0","id":"e-{{{number}}}","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{LogFaultRun.Institution}}}","customer":"c-{{{number}}}","operation":"dpv:Use","purposes":["dpv:Advertising"]}}""";
}
