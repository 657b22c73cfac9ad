using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>One record of the events' topic, as it came.</summary>
/// <param name="Timestamp">What the log has beside the record, in whole milliseconds, by the broker's clock or the producer's; null where it has none.</param>
internal readonly record struct IncomingRecord(long Offset, RecordBytes Bytes, Headers? Headers, EventTime? Timestamp)
{
    /// <summary>A record's timestamp as a time of ours: a producer may send any number, and one before 1970 or after the year 9999 is as good as none.</summary>
    public static EventTime? TimestampOf(in Timestamp timestamp) =>
        timestamp.Type != TimestampType.NotAvailable && timestamp.UnixTimestampMs is >= 0 and <= EventTime.MaxTicks / TimeSpan.TicksPerMillisecond
            ? new EventTime(timestamp.UnixTimestampMs * TimeSpan.TicksPerMillisecond)
            : null;
}
