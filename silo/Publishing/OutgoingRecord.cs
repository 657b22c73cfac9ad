using Confluent.Kafka;

namespace Covenant.Silo.Publishing;

/// <summary>One record to write.</summary>
/// <param name="Timestamp">Null = the producer's clock when it is written.</param>
/// <param name="WhenTooLarge">Written in its place where the broker finds it too large.</param>
internal sealed record OutgoingRecord(string Topic, byte[]? Key, byte[]? Value, Headers? Headers = null, OutgoingRecord? WhenTooLarge = null, DateTimeOffset? Timestamp = null);
