using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>
/// How far partitions are published, as Kafka has it: the group's committed offset, and, as the offset of a second group, how often a partition's deadlines were
/// decided by the wall clock. Calls block.
/// </summary>
internal sealed class PublishedPositions(KafkaClients clients, KafkaBroker broker, GroupMembership membership) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TopicPartition, int> _lives = new();
    private readonly Lazy<IConsumer<Ignore, Ignore>> _offsets = new(() => clients.OffsetsOf(clients.Group));
    private readonly Lazy<IConsumer<Ignore, Ignore>> _wakes = new(() => clients.OffsetsOf($"{clients.Group}.wakes"));

    /// <summary>From now on the partition's offsets are of this life of its log; everything here is said in its numbers.</summary>
    /// <seealso cref="LogNumber"/>
    public void Begin(TopicPartition partition, int life) => _lives[partition] = life;

    /// <summary>What is committed, once no transaction that might change it is under way; null where nothing is.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Dictionary<TopicPartition, Progress?> Read(IReadOnlyCollection<TopicPartition> partitions)
    {
        Remind();
        var wakes = _wakes.Value.Committed(partitions, Timeout).ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? 0 : one.Offset.Value);
        return _offsets.Value.Committed(partitions, Timeout)
            .ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? (Progress?)null : new Progress(NumberOf(one.TopicPartition, one.Offset.Value), wakes[one.TopicPartition]));
    }

    /// <summary>The offset of the partition's first record.</summary>
    public long StartOf(TopicPartition partition) => NumberOf(partition, Ends(partition).Low.Value);

    /// <summary>The offset after the partition's last record.</summary>
    public long EndOf(TopicPartition partition) => NumberOf(partition, Ends(partition).High.Value);

    /// <summary>Adds the positions to the producer's open transaction, in the name of this member of the group: a broker refuses it once the group has moved on.</summary>
    public void Add<TKey, TValue>(IProducer<TKey, TValue> producer, IConsumerGroupMetadata member, IReadOnlyCollection<Telling> last)
    {
        // The embedded broker drops what is sent so; see Committed.
        if (broker.IsEmbedded)
        {
            return;
        }

        producer.SendOffsetsToTransaction(last.Select(Offset), member, Timeout);
        var woken = last.Where(IsWoken).Select(Wakes).ToList();
        if (woken.Count > 0)
        {
            producer.SendOffsetsToTransaction(woken, _wakes.Value.ConsumerGroupMetadata, Timeout);
        }
    }

    /// <summary>The transaction is committed. For the embedded broker positions follow it; that one dies with the process, so nothing can come between.</summary>
    public void Committed(IReadOnlyCollection<Telling> last)
    {
        if (broker.IsEmbedded)
        {
            membership.Commit(last.Select(Offset));
        }
    }

    public void Dispose()
    {
        foreach (var consumer in new[] { _offsets, _wakes }.Where(consumer => consumer.IsValueCreated))
        {
            consumer.Value.Dispose();
        }
    }

    private WatermarkOffsets Ends(TopicPartition partition)
    {
        Remind();
        try
        {
            return _offsets.Value.QueryWatermarkOffsets(partition, Timeout);
        }
        catch (KafkaException unknown) when (unknown.Error.Code == ErrorCode.Local_UnknownPartition)
        {
            // It was added since this client asked for the topic, which it does every few minutes by itself.
            using var admin = new DependentAdminClientBuilder(_offsets.Value.Handle).Build();
            admin.GetMetadata(partition.Topic, Timeout);
            return _offsets.Value.QueryWatermarkOffsets(partition, Timeout);
        }
    }

    // Nobody else looks after these two, which are asked now and then.
    private void Remind()
    {
        clients.Remind(_offsets.Value);
        clients.Remind(_wakes.Value);
    }

    private long NumberOf(TopicPartition partition, long offset) => LogNumber.Of(_lives.GetValueOrDefault(partition), offset);

    private static TopicPartitionOffset Offset(Telling telling) => new(telling.Output.Partition, LogNumber.OffsetOf(telling.To.Offset));

    private static TopicPartitionOffset Wakes(Telling telling) => new(telling.Output.Partition, telling.To.Wakes);

    private static bool IsWoken(Telling telling) => telling.To.Wakes != telling.Output.Published.Wakes;
}
