using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Ingestion;

/// <summary>Fetches single records again, as they stand in the log: what is decoded does not keep its bytes.</summary>
internal sealed class RecordReader(KafkaClients clients)
{
    public const string JudgeFailed = "judge-failed";

    private const int NearMax = 1_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Dead letters for records on which the judge failed.</summary>
    /// <param name="failed">In the order of the log.</param>
    /// <exception cref="TimeoutException">The broker did not give them.</exception>
    public async Task<List<DeadLetter>> FetchAsync(TopicPartition partition, IReadOnlyList<JudgeFailure> failed, CancellationToken token)
    {
        var read = await ReadAsync(partition, failed.Select(failure => failure.Offset), token);
        return [.. failed.Zip(read, (failure, one) => one.Record is { } record
            ? new DeadLetter(new(partition, failure.Offset), record.Key, record.Value, record.Headers, JudgeFailed, failure.Reason)
            : new DeadLetter(new(partition, failure.Offset), null, null, null, JudgeFailed, $"{failure.Reason}; its bytes were deleted from the log before they could be read again"))];
    }

    /// <returns>In the order in which they are asked for; null for those that are no longer there.</returns>
    /// <exception cref="TimeoutException">The broker did not give them.</exception>
    public Task<List<(long Offset, Message<byte[]?, byte[]?>? Record)>> ReadAsync(TopicPartition partition, IEnumerable<long> offsets, CancellationToken token) =>
        clients.Calls.RunAsync("reader of single records", watch => Read(partition, offsets, watch), token);

    private List<(long Offset, Message<byte[]?, byte[]?>? Record)> Read(TopicPartition partition, IEnumerable<long> offsets, CallWatch watch)
    {
        var reader = watch.Run("create", ClientCalls.Brief, clients.RecordReader);
        try
        {
            var place = long.MinValue;
            return [.. offsets.Select(offset => (offset, Read(reader, new TopicPartitionOffset(partition, LogNumber.OffsetOf(offset)), ref place, watch)))];
        }
        finally
        {
            clients.End(reader);
        }
    }

    /// <param name="place">Where the reader stands.</param>
    /// <returns>Null where it is no longer there.</returns>
    private static Message<byte[]?, byte[]?>? Read(IConsumer<byte[]?, byte[]?> reader, TopicPartitionOffset at, ref long place, CallWatch watch)
    {
        // A record that is near is read on to, which costs less than to begin anew.
        if (at.Offset < place || at.Offset > place + NearMax)
        {
            watch.Run("Assign", ClientCalls.Brief, () => reader.Assign(at));
        }

        place = at.Offset + 1;
        try
        {
            while (true)
            {
                var read = watch.Run("Consume", Timeout, () => reader.Consume(Timeout))
                    ?? throw new TimeoutException($"the record at offset {at.Offset.Value} of partition {at.Partition.Value} could not be read again");
                if (read.Offset >= at.Offset)
                {
                    place = read.Offset + 1;
                    return read.Offset == at.Offset ? read.Message : null;
                }
            }
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            place = long.MinValue;
            return null;
        }
    }
}
