using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>What a record says.</summary>
/// <param name="Event">Null where <paramref name="Unreadable"/> is not.</param>
/// <param name="Cohort">Of its customer.</param>
/// <param name="HasItsKey">Whether the record's key is <c>institution/customer</c> of the event, so that the customer's events stay in one partition.</param>
internal readonly record struct DecodedEvent(DataUseEvent? Event, int Cohort, bool HasItsKey, UnreadableRecord? Unreadable);

/// <summary>A record that is no event, as it came.</summary>
internal sealed record UnreadableRecord(EventDefect Defect, byte[]? Key, byte[]? Bytes, Headers? Headers);
