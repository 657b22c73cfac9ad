using static Covenant.Contracts.Events.EventField;

namespace Covenant.Contracts.Events;

/// <summary>Fields by their names in JSON. By length first: most names then need one comparison.</summary>
internal static class EventFieldNames
{
    public static EventField InEnvelope(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Id,
        4 when name.SequenceEqual("time"u8) => Time,
        4 when name.SequenceEqual("data"u8) => Data,
        4 when name.SequenceEqual("type"u8) => EventField.Type,
        6 when name.SequenceEqual("source"u8) => Source,
        7 when name.SequenceEqual("subject"u8) => Subject,
        10 when name.SequenceEqual("dataschema"u8) => DataSchema,
        10 when name.SequenceEqual("tracestate"u8) => TraceState,
        11 when name.SequenceEqual("specversion"u8) => SpecVersion,
        11 when name.SequenceEqual("traceparent"u8) => TraceParent,
        12 when name.SequenceEqual("recordedtime"u8) => RecordedTime,
        11 when name.SequenceEqual("data_base64"u8) => DataBase64,
        15 when name.SequenceEqual("datacontenttype"u8) => DataContentType,
        _ => Other,
    };

    public static EventField InData(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("role"u8) => Role,
        4 when name.SequenceEqual("item"u8) => Item,
        5 when name.SequenceEqual("actor"u8) => Actor,
        5 when name.SequenceEqual("forms"u8) => Forms,
        6 when name.SequenceEqual("region"u8) => Region,
        7 when name.SequenceEqual("records"u8) => Records,
        8 when name.SequenceEqual("customer"u8) => Customer,
        8 when name.SequenceEqual("purposes"u8) => Purposes,
        9 when name.SequenceEqual("operation"u8) => Operation,
        9 when name.SequenceEqual("recipient"u8) => Recipient,
        10 when name.SequenceEqual("categories"u8) => Categories,
        10 when name.SequenceEqual("attributes"u8) => Attributes,
        11 when name.SequenceEqual("institution"u8) => Institution,
        12 when name.SequenceEqual("conversation"u8) => Conversation,
        15 when name.SequenceEqual("customerPresent"u8) => CustomerPresent,
        _ => Other,
    };

    /// <summary>The field as people name it: <c>data.customerPresent</c>.</summary>
    public static string Path(EventField field) => field switch
    {
        DataBase64 => "data_base64",
        CustomerPresent => "data.customerPresent",
        >= Institution => "data." + field.ToString().ToLowerInvariant(),
        _ => field.ToString().ToLowerInvariant(),
    };
}
