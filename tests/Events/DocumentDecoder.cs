using System.Text.Json;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Events;

/// <summary>Reads an event by way of a document tree: slow, obvious, and nothing in common with the decoder but the event.</summary>
internal static class DocumentDecoder
{
    public static DataUseEvent Decode(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var data = root.GetProperty("data");
        return new DataUseEvent
        {
            Id = Text(root, "id")!,
            Source = Text(root, "source") ?? "",
            Time = EventTime.From(root.GetProperty("time").GetDateTimeOffset()),
            TraceParent = Text(root, "traceparent"),
            Institution = Text(data, "institution")!,
            Customer = Text(data, "customer")!,
            Operation = Term.Read(Text(data, "operation")!, TermKind.Operation),
            Purposes = [.. Texts(data, "purposes").Select(text => Term.Read(text, TermKind.Purpose))],
            Categories = [.. Texts(data, "categories").Select(text => Term.Read(text, TermKind.Category))],
            Actor = Normal(data, "actor"),
            Role = Normal(data, "role"),
            Recipient = Normal(data, "recipient"),
            Conversation = Normal(data, "conversation"),
            Item = Normal(data, "item"),
            Records = Member(data, "records") is { } records ? records.GetInt64() : null,
            Region = Normal(data, "region"),
            CustomerPresent = Member(data, "customerPresent") is { } present ? present.GetBoolean() : null,
            Forms = [.. Texts(data, "forms").Select(NormalForm.Of)],
            Attributes = Member(data, "attributes") is { } attributes ? [.. attributes.EnumerateObject().SelectMany(Attribute)] : [],
        };
    }

    private static IEnumerable<AttributeValues> Attribute(JsonProperty attribute)
    {
        IEnumerable<JsonElement> all = attribute.Value.ValueKind == JsonValueKind.Array ? attribute.Value.EnumerateArray() : [attribute.Value];
        string[] values = [.. all.Where(IsScalar).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())];
        var isOpaque = all.Any(value => !IsScalar(value) && value.ValueKind != JsonValueKind.Null);
        return values.Length == 0 && !isOpaque ? [] : [new AttributeValues(NormalForm.Of(attribute.Name), [.. values.Select(NormalForm.Of)], isOpaque)];
    }

    private static bool IsScalar(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement parent, string name) => Member(parent, name)?.GetString();

    private static string? Normal(JsonElement parent, string name) => Text(parent, name) is { } text ? NormalForm.Of(text) : null;

    private static IEnumerable<string> Texts(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { } list => [.. list.EnumerateArray().Select(entry => entry.GetString()!)],
    };
}
