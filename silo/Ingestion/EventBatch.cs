using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>Records of one partition that are judged together: each customer's events in their order, and what could not be read. Used again for the next batch.</summary>
internal sealed class EventBatch(TopicPartition partition, PartitionClock clock, JudgeFaults faults)
{
    private readonly Dictionary<CustomerKey, List<StreamEvent>> _byCustomer = [];
    private readonly Stack<List<StreamEvent>> _spare = new();
    private readonly List<DeadLetter> _deadLetters = [];

    public IReadOnlyDictionary<CustomerKey, List<StreamEvent>> ByCustomer => _byCustomer;

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    /// <summary>Readable ones.</summary>
    public int Events { get; private set; }

    public int KeyMismatches { get; private set; }

    public void Clear()
    {
        foreach (var events in _byCustomer.Values)
        {
            events.Clear();
            _spare.Push(events);
        }

        _byCustomer.Clear();
        _deadLetters.Clear();
        (Events, KeyMismatches) = (0, 0);
    }

    public void Add(in IncomingRecord record)
    {
        if (faults.InsteadOf(record.Offset) is { } instead)
        {
            _deadLetters.Add(instead);
            return;
        }

        if (record.Value.Event is not { } @event)
        {
            var defect = record.Value.Defect!;
            _deadLetters.Add(new DeadLetter(new(partition, record.Offset), record.Key, record.Value.Bytes, record.Headers, defect.Code, defect.Message));
            return;
        }

        Events++;
        KeyMismatches += record.HasKeyOf(@event) ? 0 : 1;
        var customer = new CustomerKey(@event.Institution, @event.Customer);
        if (!_byCustomer.TryGetValue(customer, out var events))
        {
            _byCustomer.Add(customer, events = _spare.TryPop(out var spare) ? spare : []);
        }

        events.Add(new StreamEvent(record.Offset, clock.See(@event.Time), @event));
    }
}

/// <summary>Whose events they are; the grain's key is <c>institution/customer</c>.</summary>
internal readonly record struct CustomerKey(string Institution, string Customer)
{
    public override string ToString() => $"{Institution}/{Customer}";
}
