using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>Fetches single records again, as they stand in the log: what is decoded does not keep its bytes.</summary>
internal sealed class RecordReader(KafkaClients clients)
{
    public const string JudgeFailed = "judge-failed";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Dead letters for records that could not be judged.</summary>
    /// <exception cref="TimeoutException">The broker did not give them.</exception>
    public Task<List<DeadLetter>> FetchAsync(TopicPartition partition, IEnumerable<long> offsets, string reason, CancellationToken token) =>
        Task.Run(() => Fetch(partition, offsets, reason), token);

    private List<DeadLetter> Fetch(TopicPartition partition, IEnumerable<long> offsets, string reason)
    {
        using var reader = clients.RecordReader();
        return [.. offsets.Select(offset =>
        {
            var at = new TopicPartitionOffset(partition, offset);
            reader.Assign(at);
            var record = reader.Consume(Timeout) is { } read && read.Offset.Value == offset ? read : throw new TimeoutException($"the record at offset {offset} of partition {partition.Partition.Value} could not be read again");
            return new DeadLetter(at, record.Message.Key, record.Message.Value, record.Message.Headers, JudgeFailed, reason);
        })];
    }
}
