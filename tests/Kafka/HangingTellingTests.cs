using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Kafka;

/// <summary>
/// Each call into a Kafka client that reads or tells is made to hang: its client is left behind with a line that names the call, what there
/// is to tell is told, once, and the client ends where it comes back.
/// </summary>
public sealed class HangingTellingTests(HangingBroker broker) : IClassFixture<HangingBroker>
{
    private const string Writer = "writer of transactions";

    private const string Reader = GroupMembership.Client;

    [Fact]
    public async Task Whichever_call_hangs_all_is_told_once_and_the_silo_ends_in_its_time()
    {
        var before = broker.Events;

        // One record waits in the second one's queue at most, so that it waits for that.
        HangingSilo[] silos = await Task.WhenAll(
            broker.StartSiloAsync("positions"), broker.StartSiloAsync("records", "--Covenant:Kafka:queue.buffering.max.messages=1"),
            broker.StartSiloAsync("commits"), broker.StartSiloAsync("reads"), broker.StartSiloAsync("member"));
        await Lanes.RunAsync(
            ("its positions, and the next one in its beginning", () => broker.CheckTellingAsync(silos[0], (Writer, "SendOffsetsToTransaction"), (Writer, "InitTransactions"))),
            ("its records", () => broker.CheckTellingAsync(silos[1], (Writer, "Flush"), (Writer, "Poll"))),
            ("a transaction's borders", () => broker.CheckTellingAsync(silos[2], (Writer, "BeginTransaction"), (Writer, "CommitTransaction"))),
            ("reading, and the next one while it takes its partitions up", () => broker.CheckTellingAsync(silos[3], (Reader, "Consume"), (Reader, "Pause"), (Reader, "Seek"))),
            ("which member it is, and the next one while it begins", () => broker.CheckTellingAsync(silos[4], (Reader, "ConsumerGroupMetadata"), (Reader, "Subscribe"), (Reader, "Resume"))));
        await Task.WhenAll(silos.Select(broker.TellsAsync));

        // While they end, too.
        silos[3].HangNext(Reader, "Close");
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
        Assert.True(silos[3].HasSaid($"`{Reader}`", "`Close`", "is left behind"));
        broker.AssertToldOnce(silos.Length, before);
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_partition_that_tells_nothing_makes_the_silo_unready_whatever_the_cause_and_one_that_is_held_does_not()
    {
        await using var silo = await broker.StartSiloAsync("silent");
        silo.HangNext("watcher of positions", "Committed");
        await Eventually.HoldsAsync("health says that nobody looks", () => Ready().Contains("the watcher of silence cannot look", StringComparison.Ordinal));
        await Eventually.HoldsAsync("another client looks", () => !Ready().Contains("cannot look", StringComparison.Ordinal));

        silo.Refuse((_, call) => _ = call == "BeginTransaction" ? throw new KafkaException(Confluent.Kafka.ErrorCode.Local_State) : call);
        var telling = broker.TellsAsync(silo);
        await Eventually.HoldsAsync("the silo is not ready", () => Ready().Contains($"partition {broker.Written.Partition.Value} of `{TopicNames.Events}` has told up to offset", StringComparison.Ordinal));
        Assert.Contains("\"status\":\"unhealthy\"", Ready(), StringComparison.Ordinal);
        Assert.StartsWith("{\"status\":\"healthy\"", await silo.HealthAsync(HealthEndpoints.Live), StringComparison.Ordinal);

        silo.Services.GetRequiredService<HeldPartitions>().Hold(broker.Written, "a test");
        Assert.Contains("for it is held: a test", Ready(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"status\":\"unhealthy\"", Ready(), StringComparison.Ordinal);

        silo.Refuse(null);
        await telling;
        silo.Services.GetRequiredService<HeldPartitions>().LetGo(broker.Written);
        await Eventually.HoldsAsync("nothing is silent", () => Ready().Contains("no partition has had something to tell", StringComparison.Ordinal));

        string Ready() => silo.HealthAsync(HealthEndpoints.Ready).GetAwaiter().GetResult();
    }
}
