using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Publishing;

/// <summary>
/// How far partitions are published, as Kafka has it: the group's committed offset, and, as the offset of a second group, how often a partition's deadlines were
/// decided by the wall clock. Calls block.
/// </summary>
internal sealed class PublishedPositions(KafkaClients clients, KafkaBroker broker, GroupMembership membership) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly WatchedClient<IConsumer<Ignore, Ignore>> _offsets = clients.Watched("reader of positions", () => clients.OffsetsOf(clients.Group));
    private readonly WatchedClient<IConsumer<Ignore, Ignore>> _wakes = clients.Watched("reader of wakes", () => clients.OffsetsOf($"{clients.Group}.wakes"));
    private volatile IConsumerGroupMetadata? _wakesGroup;

    /// <summary>What is committed, once no transaction that might change it is under way; null where nothing is.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Dictionary<TopicPartition, Progress?> Read(IReadOnlyCollection<TopicPartition> partitions)
    {
        var wakes = Committed(_wakes, partitions).ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? 0 : one.Offset.Value);
        return Committed(_offsets, partitions)
            .ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? (Progress?)null : new Progress(one.Offset.Value, wakes[one.TopicPartition]));
    }

    /// <summary>The offset of the partition's first record.</summary>
    public long StartOf(TopicPartition partition) => Ends(partition).Low.Value;

    /// <summary>The offset after the partition's last record.</summary>
    public long EndOf(TopicPartition partition) => Ends(partition).High.Value;

    /// <summary>Adds the positions to the producer's open transaction, in the name of this member of the group: a broker refuses it once the group has moved on.</summary>
    /// <param name="watch">Of the thread that calls.</param>
    public void Add<TKey, TValue>(IProducer<TKey, TValue> producer, IConsumerGroupMetadata member, IReadOnlyCollection<Telling> last, CallWatch watch)
    {
        // The embedded broker drops what is sent so; see Committed.
        if (broker.IsEmbedded)
        {
            return;
        }

        Send(last.Select(Offset).ToList(), member);
        var woken = last.Where(IsWoken).Select(Wakes).ToList();
        if (woken.Count > 0)
        {
            // Of a group that has no members, so it is always the same.
            Send(woken, _wakesGroup ??= _wakes.Run("ConsumerGroupMetadata", ClientCalls.Brief, group => group.ConsumerGroupMetadata));
        }

        void Send(List<TopicPartitionOffset> offsets, IConsumerGroupMetadata group) =>
            watch.Run("SendOffsetsToTransaction", FailureDetection.TransactionTimeout, () => producer.SendOffsetsToTransaction(offsets, group, FailureDetection.TransactionTimeout));
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
        _offsets.Dispose();
        _wakes.Dispose();
    }

    // Nobody else reminds these two of their broker, for they are asked now and then.
    private WatermarkOffsets Ends(TopicPartition partition) => _offsets.Run("QueryWatermarkOffsets", Timeout, client =>
    {
        clients.Remind(client);
        return client.QueryWatermarkOffsets(partition, Timeout);
    });

    private List<TopicPartitionOffset> Committed(WatchedClient<IConsumer<Ignore, Ignore>> group, IReadOnlyCollection<TopicPartition> partitions) => group.Run("Committed", Timeout, client =>
    {
        clients.Remind(client);
        return client.Committed(partitions, Timeout);
    });

    private static TopicPartitionOffset Offset(Telling telling) => new(telling.Output.Partition, telling.To.Offset);

    private static TopicPartitionOffset Wakes(Telling telling) => new(telling.Output.Partition, telling.To.Wakes);

    private static bool IsWoken(Telling telling) => telling.To.Wakes != telling.Output.Published.Wakes;
}
