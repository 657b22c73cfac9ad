using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Cohorts;

namespace Covenant.Silo.Ingestion;

/// <summary>Decodes a record where librdkafka has it; its bytes are copied only where it becomes a dead letter. For the consumer's one thread, which has a key decoded before its value.</summary>
internal sealed class EventDeserializer(EventAdmission admission, JudgingClock clock, CohortLayout cohorts) : IDeserializer<Ignore>, IDeserializer<DecodedEvent>
{
    private readonly EventDecoder _decoder = new();
    private readonly byte[] _ownKey = new byte[EventKey.BytesMax];
    private byte[] _key = new byte[EventKey.BytesMax];
    private int? _keyLength;
    private EventTime _now;

    Ignore IDeserializer<Ignore>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        _keyLength = isNull ? null : data.Length;
        if (data.Length > _key.Length)
        {
            _key = new byte[data.Length];
        }

        data.CopyTo(_key);
        return null!;
    }

    public DecodedEvent Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
        {
            return Unreadable(EventDefect.NullValue, null, context);
        }

        return TryDecode(data, context.Headers, out var @event, out var defect) && (defect = Check(@event!)) is null
            ? Readable(@event!)
            : Unreadable(defect!, data.ToArray(), context);
    }

    private DecodedEvent Readable(DataUseEvent @event)
    {
        ReadOnlySpan<byte> own = _ownKey.AsSpan(0, EventKey.Write(@event.Institution, @event.Customer, _ownKey));
        return new DecodedEvent(@event, cohorts.Of(own), _keyLength is { } length && own.SequenceEqual(_key.AsSpan(0, length)), null);
    }

    private DecodedEvent Unreadable(EventDefect defect, byte[]? bytes, SerializationContext context) =>
        new(null, 0, false, new UnreadableRecord(defect, _keyLength is { } length ? _key.AsSpan(0, length).ToArray() : null, bytes, context.Headers));

    // The clock goes on, so what is not too far ahead of an earlier time need not ask for it.
    private EventDefect? Check(DataUseEvent @event) =>
        admission.Check(@event, _now) is { Reason: EventDefectReason.TimeAhead } ? admission.Check(@event, _now = EventTime.From(clock.Time.GetUtcNow())) : admission.Check(@event, _now);

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

        return _decoder.TryDecode(envelope, data, out @event, out defect);
    }
}
