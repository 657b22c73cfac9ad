using Confluent.Kafka;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;

namespace Covenant.Tests.Silo;

/// <summary>Producers that write in transactions leave markers, and records that were aborted, which nobody is to wait for.</summary>
[Collection(nameof(KafkaFixture))]
public sealed class MarkerTests(KafkaFixture kafka)
{
    private const string Institution = "marker-bank";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_position_moves_over_markers_and_aborted_records_to_the_end_of_the_log()
    {
        var group = $"markers-{Guid.NewGuid():N}";
        var address = await kafka.AddressAsync();
        await new KafkaTopics(address).BeginAtEndAsync(group, TopicNames.Events);
        await using (var silo = await RunningSilo.StartAsync(address, group))
        {
            var bank = new Bank(silo, Institution);
            await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
            using var lag = new GaugeReading(silo.Services, "covenant.partition.lag");

            Write(silo, bank, "kept", isCommitted: true);
            await DoneAsync(silo, lag);
            Write(silo, bank, "aborted", isCommitted: false);
            await DoneAsync(silo, lag);

            Assert.Equal(["kept no-ads"], await bank.ReadsAsync());
        }

        // What comes while nobody reads, and is nothing.
        await using var next = await RunningSilo.StartAsync(address, group);
        using var lagThen = new GaugeReading(next.Services, "covenant.partition.lag");
        Write(next, new Bank(next, Institution), "aborted-too", isCommitted: false);
        await DoneAsync(next, lagThen);
    }

    private static async Task DoneAsync(RunningSilo silo, GaugeReading lag)
    {
        await Eventually.HoldsAsync("the position is the log's end", () => silo.Kafka.IsDone(silo.Group, TopicNames.Events));
        await Eventually.HoldsAsync("no partition has a lag", () => lag.Read() is { Count: > 0 } lags && lags.All(one => one == 0));
    }

    private static void Write(RunningSilo silo, Bank bank, string id, bool isCommitted)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = silo.Kafka.Address, TransactionalId = $"markers-{Guid.NewGuid():N}" }).Build();
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        producer.Produce(new TopicPartition(TopicNames.Events, 0), new Message<string, string> { Key = $"{Institution}/c-1", Value = bank.Event(id, "c-1", "dpv:Use", "dpv:Advertising") });
        producer.Flush(Timeout);
        if (isCommitted)
        {
            producer.CommitTransaction(Timeout);
        }
        else
        {
            producer.AbortTransaction(Timeout);
        }
    }
}
