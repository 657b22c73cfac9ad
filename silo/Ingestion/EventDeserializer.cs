using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>Decodes a record's value where librdkafka has it; its bytes are copied only where it becomes a dead letter.</summary>
internal sealed class EventDeserializer(EventAdmission admission, JudgingClock clock) : IDeserializer<DecodedEvent>
{
    private readonly EventDecoder _decoder = new();

    public DecodedEvent Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
        {
            return new DecodedEvent(null, EventDefect.NullValue, null);
        }

        return TryDecode(data, context.Headers, out var @event, out var defect) && (defect = admission.Check(@event!, EventTime.From(clock.Time.GetUtcNow()))) is null
            ? new DecodedEvent(@event, null, null)
            : new DecodedEvent(null, defect, data.ToArray());
    }

    private bool TryDecode(ReadOnlySpan<byte> data, Headers? headers, out DataUseEvent? @event, out EventDefect? defect)
    {
        if (headers is not { Count: > 0 })
        {
            return _decoder.TryDecode(data, out @event, out defect);
        }

        var envelope = new CloudEventHeaders();
        foreach (var header in headers)
        {
            envelope.Add(header.Key, header.GetValueBytes());
        }

        return envelope.IsBinary ? _decoder.TryDecode(envelope, data, out @event, out defect) : _decoder.TryDecode(data, out @event, out defect);
    }
}

/// <summary>An event, or what is wrong with the record and its bytes.</summary>
internal readonly record struct DecodedEvent(DataUseEvent? Event, EventDefect? Defect, byte[]? Bytes);
