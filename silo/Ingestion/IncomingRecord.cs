using Confluent.Kafka;

namespace Covenant.Silo.Ingestion;

/// <summary>One record of the events' topic, as it came.</summary>
internal readonly record struct IncomingRecord(long Offset, RecordBytes Bytes, Headers? Headers);
