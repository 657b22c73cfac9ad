namespace Covenant.Contracts.Events;

/// <summary>The fields of an event that have a meaning here; one bit of a mask each, so fewer than 64.</summary>
internal enum EventField
{
    /// <summary>A field that nobody here knows; it is passed over.</summary>
    Other = 0,

    // The envelope's.
    SpecVersion,
    Id,
    Source,
    Time,
    TraceParent,
    Type,
    Subject,
    DataContentType,
    DataSchema,
    TraceState,
    RecordedTime,
    Data,
    DataBase64,

    // The data's.
    Institution,
    Customer,
    Operation,
    Purposes,
    Categories,
    Actor,
    Role,
    Recipient,
    Conversation,
    Item,
    Records,
    Region,
    CustomerPresent,
    Forms,
    Attributes,
}
