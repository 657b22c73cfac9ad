using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Health;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Takes records from the consumer, one after the other, and hands each to its partition's tenure. For the consumer's thread.
/// </summary>
internal sealed class RecordTaker(
    AssignedPartitions partitions, PartitionParts parts, CallWatch watch, BrokerHealth health, KafkaBroker broker, LogTimestamps timestamps)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollWhilePaused = TimeSpan.FromMilliseconds(5);

    // Once, and not for each record.
    private readonly Func<bool> _isOneIdle = partitions.IsOneIdle;

    /// <summary>Waits a moment for a record, and takes it.</summary>
    public void TakeOne(IConsumer<Ignore, RecordBytes> consumer)
    {
        try
        {
            if (Consume(consumer) is not { } result || partitions.Find(result.Partition.Value) is not { Processor: { } processor } to)
            {
                return;
            }

            health.Here();
            var (life, limit) = (processor.Row.Life, parts.Topic.LimitOf(result.Partition.Value) ?? long.MaxValue);
            if (result.IsPartitionEOF || result.Offset.Value >= limit)
            {
                var end = LogNumber.Of(life, Math.Min(result.Offset.Value, limit));
                to.ComeTo(end);
                processor.AtEnd(end);
            }

            if (result.IsPartitionEOF)
            {
                to.Observed.KnowEnd(result.Offset.Value);
                return;
            }

            if (result.Offset.Value >= limit)
            {
                partitions.StopAtLimit(consumer, to);
                return;
            }

            var message = result.Message;
            NoteTimestamp(message.Timestamp.Type);
            var record = new IncomingRecord(LogNumber.Of(life, result.Offset.Value), message.Value, message.Headers, IncomingRecord.TimestampOf(message.Timestamp));
            to.ComeTo(record.Offset + 1);
            if (!processor.Add(record, _isOneIdle))
            {
                partitions.Pause(consumer, to.Partition);
            }
        }
        catch (ConsumeException gone) when (IsGone(gone.Error.Code) && gone.ConsumerRecord is not null)
        {
            partitions.Find(gone.ConsumerRecord.Partition.Value)?.Lose();
        }
        catch (ConsumeException passing) when (
            !passing.Error.IsFatal && passing.Error.Code is not (ErrorCode.Local_KeyDeserialization or ErrorCode.Local_ValueDeserialization))
        {
            health.Report(passing.Error);
        }
    }

    private static bool IsGone(ErrorCode code) => code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.Local_LogTruncation;

    // For each record, so without anything that is collected.
    private ConsumeResult<Ignore, RecordBytes>? Consume(IConsumer<Ignore, RecordBytes> consumer)
    {
        watch.Enter("Consume", Poll);
        try
        {
            return consumer.Consume(partitions.Paused > 0 ? PollWhilePaused : Poll);
        }
        finally
        {
            watch.Leave();
        }
    }

    // The broker of a demo knows no setting of topics.
    private void NoteTimestamp(TimestampType type)
    {
        if (!broker.IsEmbedded)
        {
            timestamps.Type = type;
        }
    }
}
