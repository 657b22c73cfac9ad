using Covenant.LoadTests.Processes;
using Covenant.Tests.Kafka;
using Covenant.Tests.Silo;
using Covenant.Tests.Storage;

namespace Covenant.Tests.Faults;

/// <summary>A storage that takes each connection and answers nothing: nobody waits for it without a bound, and it is named.</summary>
public sealed class SilentStorageTests
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    // Of a process that is told to stop on a busy machine; far below what a storage is asked for.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_needs_it_waits_and_says_so_all_else_goes_on_and_a_stop_ends(bool isRedis)
    {
        await using var storage = await StorageAsync(isRedis);
        await using var run = new BrokerRestartFixture();
        await run.StartAsync([.. storage.SiloSettings, new("Covenant:Checkpoint:Every", "00:00:01"), new("Covenant:Shutdown:Timeout", StopTimeout.ToString())]);

        storage.Freeze();
        await run.TellsAsync();
        var cold = await run.TouchAsync("cold");
        await run.SaysAsync("\"status\":\"unhealthy\"", "though there is something to tell", "storage does not answer: the state `");
        await Eventually.HoldsAsync("the log names the call", () => run.Silo.LogTail.Contains("storage does not answer: the state `", StringComparison.Ordinal));

        storage.Thaw();
        await run.ToldAsync(cold);
        await run.SaysAsync("\"status\":\"healthy\"", "storage answers");

        storage.Freeze();
        await run.TouchAsync("colder");
        await run.SaysAsync("storage does not answer: the state `");
        Assert.Equal(0, await run.Silo.StopAsync(EndsWithin));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_that_is_told_to_stop_while_it_waits_for_it_at_its_start_ends_as_one_that_was_asked_to(bool isRedis)
    {
        await using var storage = await StorageAsync(isRedis);
        storage.Freeze();
        var ports = FreePort.Some(2);
        await using var silo = new SiloNode("waits", SiloExecutable.Find()!, new Dictionary<string, string>(storage.SiloSettings)
        {
            // Nobody listens there, and nobody is asked before storage is there.
            ["Covenant:Kafka:bootstrap.servers"] = "127.0.0.1:1",
            ["Covenant:Cluster:Port"] = $"{ports[0]}",
            [SiloNode.HttpPort] = $"{ports[1]}",
        });
        await Eventually.HoldsAsync("it says that it waits", () => silo.LogTail.Contains("does not answer", StringComparison.Ordinal) && silo.LogTail.Contains("trying on until it does", StringComparison.Ordinal));

        Assert.Equal(0, await silo.StopAsync(EndsWithin));
        Assert.DoesNotContain("fault of Covenant's own", silo.LogTail, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", silo.LogTail, StringComparison.Ordinal);
    }

    private static async Task<IStorageNode> StorageAsync(bool isRedis)
    {
        KafkaFixture.SkipWhereMissing();
        if (isRedis)
        {
            RedisFixture.Require();
            return await RedisNode.StartAsync(RedisNode.FindProgram()!);
        }

        AzuriteFixture.Require();
        return await AzuriteNode.StartAsync(AzuriteNode.FindProgram()!);
    }
}
