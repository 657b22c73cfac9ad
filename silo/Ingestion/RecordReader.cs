using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Ingestion;

/// <summary>Fetches single records again, as they stand in the log: what is decoded does not keep its bytes.</summary>
internal sealed class RecordReader(KafkaClients clients)
{
    public const string JudgeFailed = "judge-failed";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Dead letters for records that could not be judged.</summary>
    /// <exception cref="TimeoutException">The broker did not give them.</exception>
    public async Task<List<DeadLetter>> FetchAsync(TopicPartition partition, IEnumerable<long> offsets, string reason, CancellationToken token) =>
        [.. (await ReadAsync(partition, offsets, token)).Select(one => one.Record is { } record
            ? new DeadLetter(new(partition, one.Offset), record.Key, record.Value, record.Headers, JudgeFailed, reason)
            : new DeadLetter(new(partition, one.Offset), null, null, null, JudgeFailed, $"{reason}; its bytes were deleted from the log before they could be read again"))];

    /// <returns>In the order in which they are asked for; null for those that are no longer there.</returns>
    /// <exception cref="TimeoutException">The broker did not give them.</exception>
    public Task<List<(long Offset, Message<byte[]?, byte[]?>? Record)>> ReadAsync(TopicPartition partition, IEnumerable<long> offsets, CancellationToken token) =>
        clients.Calls.RunAsync("reader of single records", watch => Read(partition, offsets, watch), token);

    private List<(long Offset, Message<byte[]?, byte[]?>? Record)> Read(TopicPartition partition, IEnumerable<long> offsets, CallWatch watch)
    {
        var reader = watch.Run("create", ClientCalls.Brief, clients.RecordReader);
        try
        {
            return [.. offsets.Select(offset => (offset, Read(reader, new TopicPartitionOffset(partition, LogNumber.OffsetOf(offset)), watch)))];
        }
        finally
        {
            clients.End(reader);
        }
    }

    /// <returns>Null where it is no longer there.</returns>
    private static Message<byte[]?, byte[]?>? Read(IConsumer<byte[]?, byte[]?> reader, TopicPartitionOffset at, CallWatch watch)
    {
        watch.Run("Assign", ClientCalls.Brief, () => reader.Assign(at));
        try
        {
            var read = watch.Run("Consume", Timeout, () => reader.Consume(Timeout)) ?? throw new TimeoutException($"the record at offset {at.Offset.Value} of partition {at.Partition.Value} could not be read again");
            return read.Offset == at.Offset ? read.Message : null;
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            return null;
        }
    }
}
