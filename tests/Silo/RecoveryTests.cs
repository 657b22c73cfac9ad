using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Covenant.Tests.Silo;

/// <summary>Where a tenure begins, by what Kafka and storage say of a partition, on a real broker.</summary>
[Collection(nameof(KafkaFixture))]
public sealed class RecoveryTests(KafkaFixture kafka)
{
    private const int Records = 10;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_at_the_checkpoint_with_what_is_published()
    {
        await using var silo = await StartAsync("recovery-usual");
        var partition = await FilledAsync(silo);
        await CommitAsync(silo, partition, 7);
        await StoreAsync(silo, partition, new StoredPartition { Checkpoint = 4, Wakes = 2 });

        var start = await RecoverAsync(silo, partition);

        Assert.Equal((4, new Progress(7, 2)), (start.Checkpoint, start.Published));
    }

    [Fact]
    public async Task What_Kafka_forgot_is_what_the_row_says()
    {
        await using var silo = await StartAsync("recovery-forgotten");
        var partition = await FilledAsync(silo);
        await StoreAsync(silo, partition, new StoredPartition { Checkpoint = 6, Wakes = 3 });

        var start = await RecoverAsync(silo, partition);

        Assert.Equal((6, new Progress(6, 3)), (start.Checkpoint, start.Published));
    }

    [Fact]
    public async Task Records_deleted_above_the_checkpoint_are_told_to_the_operator()
    {
        await using var silo = await StartAsync("recovery-deleted");
        var partition = await FilledAsync(silo);
        await CommitAsync(silo, partition, 9);
        await StoreAsync(silo, partition, new StoredPartition { Checkpoint = 2 });
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = silo.Kafka.Address }).Build())
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(partition, 5)], new DeleteRecordsOptions { RequestTimeout = Timeout });
        }

        var start = await RecoverAsync(silo, partition);

        Assert.Equal(5, start.Checkpoint);
        Assert.Contains("records 2 to 4 of partition 0 ", Assert.Single(silo.Services.GetRequiredService<Degradations>().Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_dead_owner_had_open_is_ended()
    {
        await using var silo = await StartAsync("recovery-dead");
        var partition = await FilledAsync(silo);
        using var dead = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = silo.Kafka.Address, TransactionalId = "recovery-dead-owner", TransactionTimeoutMs = 300_000 }).Build();
        dead.InitTransactions(Timeout);
        dead.BeginTransaction();
        await dead.ProduceAsync(partition, new Message<Null, string> { Value = "never committed" }, Token);
        await StoreAsync(silo, partition, new StoredPartition { Checkpoint = 0, Owner = "recovery-dead-owner" });

        await RecoverAsync(silo, partition);

        Assert.Equal(Records, silo.Kafka.ReadAll(partition.Topic).Count);
        Assert.Throws<KafkaException>(() => dead.CommitTransaction(Timeout));
    }

    [Fact]
    public async Task It_waits_for_what_is_under_way_of_this_silos_own()
    {
        KafkaFixture.SkipWhereMissing();
        await using var broker = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! });
        await using var silo = await RunningSilo.StartAsync(broker.Address, "recovery-settled");
        var transactions = silo.Services.GetRequiredService<TransactionLoop>();
        var output = new PartitionOutput(new TopicPartition(TopicNames.Shadow, 0), default, 8, () => long.MaxValue);
        transactions.Add(Telling(output, 1));
        await output.ReachedAsync(new Progress(1, 0), Token);

        broker.Freeze();
        transactions.Add(Telling(output, 2));
        await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
        var settled = transactions.SettledAsync(Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        Assert.False(settled.IsCompleted, "the broker has not said what came of the transaction");

        broker.Thaw();
        await settled;
    }

    private static Telling Telling(PartitionOutput output, long to) => new(output, new Progress(to, 0), [new StepRecord(new OutgoingRecord(TopicNames.DeadLetters, null, [1]), 1, Progress.FirstKey)]);

    private async Task<RunningSilo> StartAsync(string group) => await RunningSilo.StartAsync(await kafka.AddressAsync(), $"{group}-{Guid.NewGuid():N}");

    // Of a topic of its own, for records are deleted from it, and nobody else is to judge it.
    private static async Task<TopicPartition> FilledAsync(RunningSilo silo)
    {
        var topic = $"recovery-{Guid.NewGuid():N}";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = silo.Kafka.Address }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        silo.Kafka.PublishAll(topic, Enumerable.Range(0, Records).Select(record => ((string?)null, $"{record}", 0)));
        return new TopicPartition(topic, 0);
    }

    // In the silo's name: a group with members takes no position from others.
    private static async Task CommitAsync(RunningSilo silo, TopicPartition partition, long offset)
    {
        var membership = silo.Services.GetRequiredService<GroupMembership>();
        await silo.Services.GetRequiredService<EventReading>().Joined;
        var member = membership.Metadata!;
        using var producer = new ProducerBuilder<Null, Null>(new ProducerConfig { BootstrapServers = silo.Kafka.Address, TransactionalId = $"commit-{partition.Topic}" }).Build();
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(partition, offset)], member, Timeout);
        producer.CommitTransaction(Timeout);
    }

    private static Task StoreAsync(RunningSilo silo, TopicPartition partition, StoredPartition row) =>
        new PartitionRow(silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage), partition).WriteAsync(row);

    private static async Task<StartingPoint> RecoverAsync(RunningSilo silo, TopicPartition partition)
    {
        await silo.Services.GetRequiredService<EventReading>().Joined;
        return await silo.Services.GetRequiredService<PartitionRecovery>().RecoverAsync(partition, Token);
    }
}
