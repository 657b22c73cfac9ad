using Confluent.Kafka;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Health;

/// <summary>
/// Asks the broker, with clients of its own, how far partitions are told and where their logs end, so that nothing that hangs elsewhere in
/// the silo is asked about itself.
/// </summary>
internal sealed class LogProbe(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Not an administrator's requests for all partitions at once: librdkafka 2.16 has ended the process over them while a broker came up.
    private readonly WatchedClient<IConsumer<Ignore, Ignore>> _positions = clients.Watched("watcher of positions", () => clients.OffsetsOf(clients.Group, isStable: false), asksGroup: true);
    private readonly WatchedClient<IConsumer<byte[], byte[]>> _reader = clients.Watched("watcher of logs", clients.WholeTopicReader(clients.Group).Build);

    /// <summary>
    /// The committed position, <see cref="Offset.Unset"/> where there is none, and the end as a committed reader sees it: of an open
    /// transaction nothing is seen.
    /// </summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public async Task<List<(TopicPartition Partition, Offset Told, Offset End)>> AskAsync(List<TopicPartition> partitions, CancellationToken token)
    {
        var told = await _positions.RunAsync("Committed", Timeout, client =>
        {
            clients.Remind(client);
            return client.Committed(partitions, Timeout);
        }, token);
        return await _reader.RunAsync((client, watch) =>
        {
            clients.Remind(client, watch);
            return told.ConvertAll(one => (one.TopicPartition, one.Offset, watch.Run("QueryWatermarkOffsets", Timeout, () => client.QueryWatermarkOffsets(one.TopicPartition, Timeout)).High));
        }, token);
    }

    /// <summary>
    /// Whether a committed reader finds a record there. Between a position and the log's end may be only what is none: a transaction's
    /// marker, or what was aborted.
    /// </summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Task<bool> HasRecordAsync(TopicPartition partition, Offset from, CancellationToken token) => _reader.RunAsync((reader, watch) =>
    {
        clients.Remind(reader, watch);
        watch.Run("Assign", ClientCalls.Brief, () => reader.Assign(new TopicPartitionOffset(partition, from == Offset.Unset ? Offset.Beginning : from)));
        var read = watch.Run("Consume", Timeout, () => reader.Consume(Timeout)) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
        watch.Run("Unassign", ClientCalls.Brief, reader.Unassign);
        return !read.IsPartitionEOF;
    }, token);

    public void Dispose()
    {
        _positions.Dispose();
        _reader.Dispose();
    }
}
