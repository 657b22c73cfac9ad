using System.Buffers;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Held;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace Covenant.Silo.Ingestion;

/// <summary>Records of one partition that are judged together: each cohort's events in their order, and what could not be read. Used again for the next batch.</summary>
internal sealed class EventBatch(
    TopicPartition partition, PartitionClock clock, HeldUnits units, CohortLayout cohorts, ObjectPool<RecordDecoder> decoders, ObservedPartition observed)
{
    private const int UsualEvents = 8;

    private readonly ArrayBufferWriter<StreamEvent>?[] _byCohort = new ArrayBufferWriter<StreamEvent>?[cohorts.Count];
    private readonly List<int> _cohorts = [];
    private readonly Stack<ArrayBufferWriter<StreamEvent>> _spare = new();
    private readonly List<DeadLetter> _deadLetters = [];
    private readonly List<StepRecord> _held = [];
    private readonly List<string> _heldBack = [];

    // INVARIANT (lent events): they are void once the next batch is filled, when every call that carried them was answered: one that failed ends the tenure, and this batch with it.
    private readonly EventRoom _room = new();

    /// <summary>Each that has events, once.</summary>
    public IReadOnlyList<int> Cohorts => _cohorts;

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>Of cohorts that are held, as they are to be written.</summary>
    public IReadOnlyList<StepRecord> Held => _held;

    /// <summary>Readable ones.</summary>
    public int Events { get; private set; }

    public int Records => Events + _deadLetters.Count;

    public int KeyMismatches { get; private set; }

    /// <summary>The sources of events whose own time lies further ahead than their records let it count, each as often as it had one.</summary>
    public IReadOnlyList<string> HeldBack => _heldBack;

    /// <summary>In their order; void once the next batch is filled.</summary>
    public ReadOnlyMemory<StreamEvent> Of(int cohort) => _byCohort[cohort]?.WrittenMemory ?? default;

    private void Clear()
    {
        foreach (var cohort in _cohorts)
        {
            var events = _byCohort[cohort]!;
            events.ResetWrittenCount();
            _spare.Push(events);
            _byCohort[cohort] = null;
        }

        _cohorts.Clear();
        _deadLetters.Clear();
        _held.Clear();
        _heldBack.Clear();
        _room.Clear();
        (Events, KeyMismatches) = (0, 0);
    }

    /// <summary>Takes and decodes what waits, in place of what it had.</summary>
    /// <param name="border">The record with this offset, and those behind it, begin a batch of their own.</param>
    /// <returns>The offset behind the last record; null where none waits.</returns>
    public long? Fill(WaitingRecords waiting, int recordsMax, long border)
    {
        Clear();
        var decoder = decoders.Get();
        long? end = null;
        for (var count = 0; count < recordsMax && waiting.TryPeek(out var record) && (end is null || record.Offset < border); count++)
        {
            Add(waiting.Take(), decoder);
            end = record.Offset + 1;
        }

        decoders.Return(decoder);
        return end;
    }

    private void Add(in IncomingRecord record, RecordDecoder decoder)
    {
        // Whatever comes of it: a record counts for the time of those behind it.
        clock.See(record.Offset, record.Timestamp);
        var decoded = decoder.Decode(record, _room, clock);
        if (decoded.Event is not { } @event)
        {
            var unreadable = decoded.Unreadable!;
            _deadLetters.Add(new DeadLetter(new(partition, record.Offset), unreadable.Key, unreadable.Bytes, unreadable.Headers, unreadable.Defect.Code, unreadable.Defect.Message));
            return;
        }

        Events++;
        KeyMismatches += decoded.HasItsKey ? 0 : 1;
        observed.Read(record.Offset, @event.Time);
        var admitted = clock.Admit(@event.Time);
        if (admitted < @event.Time)
        {
            _heldBack.Add(@event.Source);
        }

        if (units.Contains(HeldUnit.OfCohort(decoded.Cohort)))
        {
            Hold(record, @event, admitted, decoded.Cohort);
            return;
        }

        var events = EventsOf(decoded.Cohort);
        events.GetSpan(1)[0] = new StreamEvent(record.Offset, clock.Log!.Value, @event, admitted);
        events.Advance(1);
    }

    private void Hold(in IncomingRecord record, DataUseEvent e, EventTime admitted, int cohort)
    {
        var held = HeldRecord.Of(HeldUnit.OfCohort(cohort), partition.Partition.Value, record.Offset, record.Bytes.Value.ToArray(), record.Headers, record.Timestamp, admitted, clock.Log!.Value, e);
        if (units.Put(held) is { } step)
        {
            _held.Add(step);
        }
    }

    private ArrayBufferWriter<StreamEvent> EventsOf(int cohort)
    {
        if (_byCohort[cohort] is { } known)
        {
            return known;
        }

        _cohorts.Add(cohort);
        return _byCohort[cohort] = _spare.TryPop(out var spare) ? spare : new(UsualEvents);
    }
}
