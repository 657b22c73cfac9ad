using System.Numerics;
using Covenant.Contracts.Vocabulary;
using static Covenant.Contracts.Events.EventField;

namespace Covenant.Contracts.Events;

/// <summary>What an event says; of one that is being read, so far.</summary>
[GenerateSerializer, Immutable, Alias("covenant.event-content")]
internal struct EventContent
{
    private const ulong Required = 1UL << (int)EventField.Id | 1UL << (int)EventField.Time
        | 1UL << (int)EventField.Institution | 1UL << (int)EventField.Customer | 1UL << (int)EventField.Operation;

    [NonSerialized]
    private ulong _present;

    /// <summary>Of the record, and not of the event: judging needs what comes of it, and no silo sends it to another.</summary>
    [NonSerialized]
    public EventTime? RecordedTime;

    [Id(0)] public EventText Id;
    [Id(1)] public string? Source;
    [Id(2)] public EventTime Time;
    [Id(3)] public string? Institution;
    [Id(4)] public string? Customer;
    [Id(5)] public Term Operation;
    [Id(6)] public Term[]? Purposes;
    [Id(7)] public Term[]? Categories;
    [Id(8)] public string? Actor;
    [Id(9)] public string? Role;
    [Id(10)] public string? Recipient;
    [Id(11)] public EventText Conversation;
    [Id(12)] public EventText Item;
    [Id(13)] public long? Records;
    [Id(14)] public string? Region;
    [Id(15)] public bool? CustomerPresent;
    [Id(16)] public string[]? Forms;
    [Id(17)] public AttributeValues[]? Attributes;
    [Id(18)] public EventText TraceParent;

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

    /// <summary>The same, and nobody else's memory.</summary>
    public EventContent Kept()
    {
        var kept = this;
        (kept.Id, kept.Conversation, kept.Item, kept.TraceParent) = (Id.Kept(), Conversation.Kept(), Item.Kept(), TraceParent.Kept());
        return kept;
    }

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
