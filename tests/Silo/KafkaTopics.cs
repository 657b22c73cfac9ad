using System.Text;
using Confluent.Kafka;

namespace Covenant.Tests.Silo;

/// <summary>What stands in the topics of a broker, by a client that knows nothing of the silo.</summary>
internal sealed class KafkaTopics(string address)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public string Address { get; } = address;

    public async Task PublishAsync(string topic, string? key, byte[]? value, int? partition = null, params (string Name, string Value)[] headers)
    {
        using var producer = Producer();
        await producer.ProduceAsync(new TopicPartition(topic, partition ?? Partition.Any), MessageOf(key, value, headers), TestContext.Current.CancellationToken);
    }

    public Task PublishAsync(string topic, string? key, string value) => PublishAsync(topic, key, Encoding.UTF8.GetBytes(value));

    /// <summary>All in this order.</summary>
    public void PublishAll(string topic, IEnumerable<(string? Key, string Value, int Partition)> records)
    {
        using var producer = Producer();
        foreach (var (key, value, partition) in records)
        {
            producer.Produce(new TopicPartition(topic, partition), MessageOf(key, Encoding.UTF8.GetBytes(value), []));
        }

        Assert.Equal(0, producer.Flush(Timeout));
    }

    public List<TopicPartition> PartitionsOf(string topic)
    {
        using var admin = Admin();
        return [.. admin.GetMetadata(topic, Timeout).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
    }

    /// <summary>All that stands in a topic now, as a committed reader sees it.</summary>
    public List<ConsumeResult<string?, byte[]?>> ReadAll(string topic)
    {
        using var consumer = Consumer($"reader-{Guid.NewGuid():N}");
        var open = PartitionsOf(topic);
        List<ConsumeResult<string?, byte[]?>> read = [];
        consumer.Assign(open.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        while (open.Count > 0)
        {
            var next = consumer.Consume(Timeout);
            Assert.True(next is not null, $"`{topic}` was not read to its end within {Timeout}");
            if (next.IsPartitionEOF)
            {
                open.Remove(next.TopicPartition);
            }
            else
            {
                read.Add(next);
            }
        }

        return read;
    }

    /// <summary>Whether the group has committed everything that stands in the topic, and what limits over all customers say of it where there are any.</summary>
    public bool IsDone(string group, string topic) => IsDone(group, topic, ifNone: false) && IsDone($"{group}.institutions", topic, ifNone: true);

    private bool IsDone(string group, string topic, bool ifNone)
    {
        using var consumer = Consumer(group);
        var ends = Ends(consumer, topic).ToDictionary(end => end.TopicPartition, end => end.Offset.Value);
        return consumer.Committed(ends.Keys, Timeout).All(committed => committed.Offset.IsSpecial ? ifNone || ends[committed.TopicPartition] == 0 : committed.Offset.Value == ends[committed.TopicPartition]);
    }

    /// <summary>A group that has not begun passes over what stands in the topic now.</summary>
    public async Task BeginAtEndAsync(string group, string topic)
    {
        using var admin = Admin();
        if (admin.GetMetadata(Timeout).Topics.Any(there => there.Topic == topic))
        {
            using var consumer = Consumer(group);
            await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, Ends(consumer, topic))]);
        }
    }

    private static Message<string?, byte[]?> MessageOf(string? key, byte[]? value, (string Name, string Value)[] headers)
    {
        var message = new Message<string?, byte[]?> { Key = key, Value = value, Headers = [] };
        foreach (var header in headers)
        {
            message.Headers.Add(header.Name, Encoding.UTF8.GetBytes(header.Value));
        }

        return message;
    }

    private List<TopicPartitionOffset> Ends(IConsumer<string?, byte[]?> consumer, string topic) =>
        PartitionsOf(topic).ConvertAll(partition => new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, Timeout).High));

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address }).SetLogHandler((_, _) => { }).Build();

    private IProducer<string?, byte[]?> Producer() =>
        new ProducerBuilder<string?, byte[]?>(new ProducerConfig { BootstrapServers = Address, EnableIdempotence = true }).SetLogHandler((_, _) => { }).Build();

    private IConsumer<string?, byte[]?> Consumer(string group) =>
        new ConsumerBuilder<string?, byte[]?>(new ConsumerConfig { BootstrapServers = Address, GroupId = group, EnableAutoCommit = false, EnablePartitionEof = true }).SetLogHandler((_, _) => { }).Build();
}
