using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Publishing;

/// <summary>One record to write.</summary>
/// <param name="Timestamp">Null = the producer's clock when it is written.</param>
/// <param name="WhenTooLarge">Written in its place where the broker finds it too large.</param>
/// <param name="Id">What tells it from every other record, however often it is worked out: a violation's id. Null where it has
/// none.</param>
internal sealed record OutgoingRecord(
    string Topic, byte[]? Key, byte[]? Value, Headers? Headers = null, OutgoingRecord? WhenTooLarge = null, DateTimeOffset? Timestamp = null, string? Id = null)
{
    /// <summary>Where it goes: what is read again in one order stands in one partition, however many its topic has.</summary>
    public TopicPartition Place => new(Topic, Topic is TopicNames.Undelivered or TopicNames.Held ? new Partition(0) : Partition.Any);

    /// <summary>In Kafka's log, in bytes.</summary>
    public int Bytes => RecordSize.Of(Key, Value, Headers);
}
