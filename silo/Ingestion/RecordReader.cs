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
    public Task<List<DeadLetter>> FetchAsync(TopicPartition partition, IEnumerable<long> offsets, string reason, CancellationToken token) =>
        clients.Calls.RunAsync("reader of single records", watch => Fetch(partition, offsets, reason, watch), token);

    private List<DeadLetter> Fetch(TopicPartition partition, IEnumerable<long> offsets, string reason, CallWatch watch)
    {
        var reader = watch.Run("create", ClientCalls.Brief, clients.RecordReader);
        try
        {
            return [.. offsets.Select(offset => Fetch(reader, new TopicPartitionOffset(partition, offset), reason, watch))];
        }
        finally
        {
            clients.End(reader);
        }
    }

    private static DeadLetter Fetch(IConsumer<byte[]?, byte[]?> reader, TopicPartitionOffset at, string reason, CallWatch watch) =>
        Read(reader, new TopicPartitionOffset(at.TopicPartition, LogNumber.OffsetOf(at.Offset)), watch) is { } record
            ? new DeadLetter(at, record.Key, record.Value, record.Headers, JudgeFailed, reason)
            : new DeadLetter(at, null, null, null, JudgeFailed, $"{reason}; its bytes were deleted from the log before they could be read again");

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
