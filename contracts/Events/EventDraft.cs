using System.Numerics;
using Covenant.Contracts.Vocabulary;
using static Covenant.Contracts.Events.EventField;

namespace Covenant.Contracts.Events;

/// <summary>What has been read of an event so far.</summary>
internal struct EventDraft
{
    private const ulong Required = 1UL << (int)EventField.Id | 1UL << (int)EventField.Time
        | 1UL << (int)EventField.Institution | 1UL << (int)EventField.Customer | 1UL << (int)EventField.Operation;

    private ulong _present;

    public string Id, Institution, Customer;
    public string? Source, Actor, Role, Recipient, Conversation, Item, Region, TraceParent;
    public EventTime Time;
    public Term Operation;
    public Term[]? Purposes, Categories;
    public string[]? Forms;
    public AttributeValues[]? Attributes;
    public long? Records;
    public bool? CustomerPresent;

    public void Saw(EventField field) => _present |= 1UL << (int)field;

    public readonly EventDefect? Missing(bool binary)
    {
        var missing = Required & ~_present;
        if (missing == 0)
        {
            return null;
        }

        // Without any data there is one thing to say, not three.
        var noData = (_present & 1UL << (int)Data) == 0;
        return EventDefects.Missing(noData && !binary ? [.. Fields(missing).Where(field => field < Data), Data] : Fields(missing), binary);
    }

    public readonly DataUseEvent ToEvent() => new()
    {
        Id = Id,
        Source = Source ?? "",
        Time = Time,
        Institution = Institution,
        Customer = Customer,
        Operation = Operation,
        Purposes = Purposes ?? [],
        Categories = Categories ?? [],
        Actor = Actor,
        Role = Role,
        Recipient = Recipient,
        Conversation = Conversation,
        Item = Item,
        Records = Records,
        Region = Region,
        CustomerPresent = CustomerPresent,
        Forms = Forms ?? [],
        Attributes = Attributes ?? [],
        TraceParent = TraceParent,
    };

    private static List<EventField> Fields(ulong mask)
    {
        var fields = new List<EventField>();
        for (; mask != 0; mask &= mask - 1)
        {
            fields.Add((EventField)BitOperations.TrailingZeroCount(mask));
        }

        return fields;
    }
}
