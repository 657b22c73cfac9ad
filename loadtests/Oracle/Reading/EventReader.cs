using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>Reads an event from a CloudEvent in structured mode, as the sheet's section 2 says it.</summary>
internal sealed partial class EventReader(RuleBook rules)
{
    private static readonly string[] Texts = ["actor", "role", "recipient", "region", "conversation", "item"];

    private readonly TermReader _terms = new(rules);
    private readonly AttributeReader _attributes = new(rules);

    /// <summary>The event, not admitted yet.</summary>
    /// <exception cref="DeadLetterException">It cannot be read.</exception>
    public OracleEvent Read(ReadOnlySpan<byte> utf8)
    {
        using var document = Parse(utf8);
        var envelope = FieldsOf(document.RootElement);
        if (envelope.TryGetValue("specversion", out var version) && Text(version) != "1.0")
        {
            throw new DeadLetterException("unsupported-version");
        }

        if (envelope.ContainsKey("data_base64"))
        {
            throw new DeadLetterException("unsupported-data");
        }

        var data = FieldsOf(Required(envelope, "data"));
        var others = Texts.ToDictionary(name => name, name => data.TryGetValue(name, out var value) ? Normal(Bounded(Text(value), EventLimits.TextBytesMax)) : null);
        return new OracleEvent
        {
            Id = Name(NotEmpty(Bounded(Text(Required(envelope, "id")), EventLimits.IdBytesMax))),
            Source = envelope.TryGetValue("source", out var source) ? Bounded(Text(source), EventLimits.TextBytesMax) : "",
            Time = Time(Text(Required(envelope, "time"))),
            Institution = Institution(Text(Required(data, "institution"))),
            Customer = Name(Customer(Text(Required(data, "customer")))),
            Operation = Term(FieldKind.Operation, Text(Required(data, "operation"))),
            Purposes = [.. ListOf(data, "purposes").Select(text => Term(FieldKind.Purposes, text))],
            Categories = [.. ListOf(data, "categories").Select(text => Term(FieldKind.Categories, text))],
            Forms = [.. ListOf(data, "forms").Select(text => Normal(text)!)],
            Actor = others["actor"],
            Role = others["role"],
            Recipient = others["recipient"],
            Region = others["region"],
            Conversation = others["conversation"],
            Item = others["item"],
            Records = data.TryGetValue("records", out var records) ? Whole(records) : null,
            CustomerPresent = data.TryGetValue("customerPresent", out var present) ? Boolean(present) : null,
            Attributes = data.TryGetValue("attributes", out var attributes) ? _attributes.Read(attributes) : [],
        };
    }

    /// <summary>The time at which a line of a replay says that it was recorded; null where it does not, or not once, or is no JSON object.</summary>
    public static EventTime? RecordedTimeOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            using var document = Parse(utf8);
            List<JsonElement> times = document.RootElement.ValueKind != JsonValueKind.Object ? []
                : [.. document.RootElement.EnumerateObject().Where(property => property.NameEquals("recordedtime")).Select(property => property.Value)];
            var time = times is [{ ValueKind: JsonValueKind.String } one] ? TimeText.Read(one.GetString()!) : null;
            return time >= EventTime.Epoch ? time : null;
        }
        catch (DeadLetterException)
        {
            return null;
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > EventLimits.BytesMax)
        {
            throw new DeadLetterException("too-large");
        }

        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new DeadLetterException("empty-value");
        }

        try
        {
            return JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { MaxDepth = EventLimits.DepthMax });
        }
        catch (JsonException)
        {
            throw new DeadLetterException(!System.Text.Unicode.Utf8.IsValid(utf8) ? "invalid-utf-8" : IsCutShort(utf8) ? "truncated-json" : "not-json");
        }
    }

    // It is JSON as far as it goes.
    private static bool IsCutShort(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>By their names, those that are null left out.</summary>
    internal static Dictionary<string, JsonElement> FieldsOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new DeadLetterException("wrong-type");
        }

        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!fields.TryAdd(property.Name, property.Value))
            {
                throw new DeadLetterException("repeated-key");
            }
        }

        return fields.Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(StringComparer.Ordinal);
    }

    private static JsonElement Required(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out var value) ? value : throw new DeadLetterException("missing-field");

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new DeadLetterException("wrong-type");

    private static string Bounded(string text, int bytesMax) => Encoding.UTF8.GetByteCount(text) <= bytesMax ? text : throw new DeadLetterException("too-long");

    private static string NotEmpty(string text) => text.Length > 0 ? text : throw new DeadLetterException("empty-text");

    private string? Normal(string? text) => text is null ? null : FormC.Of(text, rules, SheetRule.TextsInFormC);

    private string Name(string text) => FormC.Of(text) is var normal && (normal == text || rules.Decides(SheetRule.NamesAsWritten, true)) ? text : normal;

    private static EventTime Time(string text)
    {
        var time = TimeText.Read(text) ?? throw new DeadLetterException("unreadable-time");
        return time >= EventTime.Epoch ? time : throw new DeadLetterException("time-before-1970");
    }

    private static string Institution(string text) => InstitutionForm.IsMatch(text) ? text : throw new DeadLetterException("invalid-institution");

    private static string Customer(string text) =>
        Encoding.UTF8.GetByteCount(text) is >= 1 and <= EventLimits.CustomerBytesMax ? text : throw new DeadLetterException("invalid-customer");

    private OracleTerm Term(FieldKind field, string text) =>
        _terms.Read(field, Bounded(text, EventLimits.TextBytesMax)) ?? throw new DeadLetterException("empty-text");

    // One text may stand without its brackets.
    private static List<string> ListOf(Dictionary<string, JsonElement> data, string name)
    {
        if (!data.TryGetValue(name, out var value))
        {
            return [];
        }

        var list = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Text).ToList() : [Text(value)];
        list.ForEach(text => Bounded(text, EventLimits.TextBytesMax));
        return list.Count <= EventLimits.ListMax ? list : throw new DeadLetterException("too-many");
    }

    private static long Whole(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw new DeadLetterException("wrong-type");
        }

        return value.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number is >= 0 and <= EventLimits.RecordsMax
            ? (long)number
            : throw new DeadLetterException("number-out-of-range");
    }

    private static bool Boolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new DeadLetterException("wrong-type"),
    };

    [GeneratedRegex(@"^[a-z0-9-]{2,32}\z")]
    private static partial Regex InstitutionForm { get; }
}
