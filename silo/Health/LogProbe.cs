using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Health;

/// <summary>Asks the broker, with clients of its own, how far partitions are told and where their logs end, so that nothing that hangs elsewhere in the silo is asked about itself.</summary>
internal sealed class LogProbe(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly WatchedClient<IAdminClient> _admin = clients.Watched("watcher of positions", clients.Admin);
    private readonly WatchedClient<IConsumer<byte[], byte[]>> _reader = clients.Watched("watcher of logs", clients.WholeTopicReader(clients.Group).Build);

    /// <summary>The committed position, <see cref="Offset.Unset"/> where there is none, and the end as a committed reader sees it: of an open transaction nothing is seen.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Task<List<(TopicPartition Partition, Offset Told, Offset End)>> AskAsync(List<TopicPartition> partitions, CancellationToken token) => _admin.RunAsync((admin, watch) =>
    {
        clients.Remind(admin);
        var told = watch.Run("ListConsumerGroupOffsets", Timeout, () => Committed(admin, partitions));
        var ends = watch.Run("ListOffsets", Timeout, () => Ends(admin, partitions));
        return partitions.Where(ends.ContainsKey).Select(partition => (partition, told.GetValueOrDefault(partition, Offset.Unset), ends[partition])).ToList();
    }, token);

    /// <summary>Whether a committed reader finds a record there. Between a position and the log's end may be only what is none: a transaction's marker, or what was aborted.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Task<bool> HasRecordAsync(TopicPartition partition, Offset from, CancellationToken token) => _reader.RunAsync((reader, watch) =>
    {
        clients.Remind(reader);
        watch.Run("Assign", ClientCalls.Brief, () => reader.Assign(new TopicPartitionOffset(partition, from == Offset.Unset ? Offset.Beginning : from)));
        var read = watch.Run("Consume", Timeout, () => reader.Consume(Timeout)) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
        watch.Run("Unassign", ClientCalls.Brief, reader.Unassign);
        return !read.IsPartitionEOF;
    }, token);

    public void Dispose()
    {
        _admin.Dispose();
        _reader.Dispose();
    }

    private Dictionary<TopicPartition, Offset> Committed(IAdminClient admin, List<TopicPartition> partitions)
    {
        // What a transaction that is still open would commit is not waited for.
        var answer = admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(clients.Group, partitions)], new ListConsumerGroupOffsetsOptions { RequestTimeout = Timeout, RequireStableOffsets = false });
        return answer.GetAwaiter().GetResult().Single().Partitions.ToDictionary(one => one.TopicPartition, one => one.Offset);
    }

    private static Dictionary<TopicPartition, Offset> Ends(IAdminClient admin, List<TopicPartition> partitions)
    {
        var asked = partitions.ConvertAll(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() });
        var answer = admin.ListOffsetsAsync(asked, new ListOffsetsOptions { RequestTimeout = Timeout, IsolationLevel = IsolationLevel.ReadCommitted });
        return answer.GetAwaiter().GetResult().ResultInfos.ToDictionary(one => one.TopicPartitionOffsetError.TopicPartition, one => one.TopicPartitionOffsetError.Offset);
    }
}
