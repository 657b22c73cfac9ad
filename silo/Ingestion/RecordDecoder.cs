using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Ingestion;

/// <summary>Decodes records where they lie; the bytes of one are copied only where it becomes a dead letter. For one thread at a time.</summary>
internal sealed class RecordDecoder(EventAdmission admission, CohortLayout cohorts, CaughtFaults faults)
{
    private EventDecoder _decoder = new();
    private readonly byte[] _ownKey = new byte[EventKey.BytesMax];

    /// <param name="room">Where the event is put.</param>
    /// <param name="clock">The partition's, which has seen the record.</param>
    public DecodedEvent Decode(in IncomingRecord record, EventRoom room, PartitionClock clock)
    {
        try
        {
            return DecodeAny(record, room, clock);
        }
        catch (Exception fault)
        {
            // Whatever it had learned may be half learned.
            _decoder = new EventDecoder();
            faults.Report("the reader of events", fault);
            return Unreadable(EventDefect.ReaderFailed, record);
        }
    }

    /// <summary>Decodes a record that was held: it was admitted when it came.</summary>
    public (DataUseEvent? Event, EventDefect? Defect) DecodeHeld(HeldRecord record, EventRoom room)
    {
        _decoder.Room = room;
        return _decoder.TryDecode(EventRecords.EnvelopeOf(record.Headers, record.Timestamp), record.Value, out var @event, out var defect) && (defect = admission.Check(@event!, @event!.Time)) is null
            ? (@event, null)
            : (null, defect);
    }

    private DecodedEvent DecodeAny(in IncomingRecord record, EventRoom room, PartitionClock clock)
    {
        _decoder.Room = room;
        if (!record.Bytes.HasValue)
        {
            return Unreadable(EventDefect.NullValue, record);
        }

        return TryDecode(record, out var @event, out var defect) && (defect = admission.Check(@event!, clock.TimeOf(@event!.Time))) is null
            ? Readable(@event!, record.Bytes)
            : Unreadable(defect!, record);
    }

    private DecodedEvent Readable(DataUseEvent @event, in RecordBytes bytes)
    {
        ReadOnlySpan<byte> own = _ownKey.AsSpan(0, EventKey.Write(@event.Institution, @event.Customer, _ownKey));
        return new DecodedEvent(@event, cohorts.Of(own), bytes.HasKey && own.SequenceEqual(bytes.Key), null);
    }

    // A record without a value was not read at all.
    private static DecodedEvent Unreadable(EventDefect defect, in IncomingRecord record) => new(null, 0, false, new UnreadableRecord(
        record.Bytes.HasValue ? defect with { Message = $"{defect.Message} ({EnvelopeOf(record).Reading})" } : defect,
        record.Bytes.HasKey ? record.Bytes.Key.ToArray() : null, record.Bytes.HasValue ? record.Bytes.Value.ToArray() : null, record.Headers));

    private bool TryDecode(in IncomingRecord record, out DataUseEvent? @event, out EventDefect? defect) => record.Headers is { Count: > 0 }
        ? _decoder.TryDecode(EnvelopeOf(record), record.Bytes.Value, out @event, out defect)
        : _decoder.TryDecode(record.Bytes.Value, out @event, out defect);

    private static CloudEventHeaders EnvelopeOf(in IncomingRecord record) => EventRecords.EnvelopeOf(record.Headers, record.Timestamp);
}
