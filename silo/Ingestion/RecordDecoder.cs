using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;

namespace Covenant.Silo.Ingestion;

/// <summary>Decodes records where they lie; the bytes of one are copied only where it becomes a dead letter. For one thread at a time.</summary>
internal sealed class RecordDecoder(EventAdmission admission, JudgingClock clock, CohortLayout cohorts, CaughtFaults faults)
{
    private EventDecoder _decoder = new();
    private readonly byte[] _ownKey = new byte[EventKey.BytesMax];
    private EventTime _now;

    /// <param name="room">Where the event is put.</param>
    public DecodedEvent Decode(in IncomingRecord record, EventRoom room)
    {
        try
        {
            return DecodeAny(record, room);
        }
        catch (Exception fault)
        {
            // Whatever it had learned may be half learned.
            _decoder = new EventDecoder();
            faults.Report("the reader of events", fault);
            return Unreadable(EventDefect.ReaderFailed, record);
        }
    }

    private DecodedEvent DecodeAny(in IncomingRecord record, EventRoom room)
    {
        _decoder.Room = room;
        if (!record.Bytes.HasValue)
        {
            return Unreadable(EventDefect.NullValue, record);
        }

        return TryDecode(record, out var @event, out var defect) && (defect = Check(@event!)) is null
            ? Readable(@event!, record.Bytes)
            : Unreadable(defect!, record);
    }

    private DecodedEvent Readable(DataUseEvent @event, in RecordBytes bytes)
    {
        ReadOnlySpan<byte> own = _ownKey.AsSpan(0, EventKey.Write(@event.Institution, @event.Customer, _ownKey));
        return new DecodedEvent(@event, cohorts.Of(own), bytes.HasKey && own.SequenceEqual(bytes.Key), null);
    }

    private static DecodedEvent Unreadable(EventDefect defect, in IncomingRecord record) => new(null, 0, false, new UnreadableRecord(
        defect, record.Bytes.HasKey ? record.Bytes.Key.ToArray() : null, record.Bytes.HasValue ? record.Bytes.Value.ToArray() : null, record.Headers));

    // The clock goes on, so what is not too far ahead of an earlier time need not ask for it.
    private EventDefect? Check(DataUseEvent @event) =>
        admission.Check(@event, _now) is { Reason: EventDefectReason.TimeAhead } ? admission.Check(@event, _now = EventTime.From(clock.Time.GetUtcNow())) : admission.Check(@event, _now);

    private bool TryDecode(in IncomingRecord record, out DataUseEvent? @event, out EventDefect? defect)
    {
        if (record.Headers is not { Count: > 0 } headers)
        {
            return _decoder.TryDecode(record.Bytes.Value, out @event, out defect);
        }

        var envelope = new CloudEventHeaders();
        foreach (var header in headers)
        {
            envelope.Add(header.Key, header.GetValueBytes());
        }

        return _decoder.TryDecode(envelope, record.Bytes.Value, out @event, out defect);
    }
}
