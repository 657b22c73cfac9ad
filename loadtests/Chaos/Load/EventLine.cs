using System.Text;
using System.Text.Json;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>What one event says, and its bytes: a CloudEvent in structured mode.</summary>
internal sealed record EventLine
{
    /// <summary>The attribute of a last event, by which the oracle knows what it may forget.</summary>
    public const string LastAttribute = "last";

    public const string LastOfCustomer = "customer";

    /// <summary>The last of all its customers; a while is silent after it.</summary>
    public const string LastOfBank = "bank";

    public required string Operation { get; init; }

    public string? Purpose { get; init; }

    public string? Conversation { get; init; }

    public string? Item { get; init; }

    public string? Recipient { get; init; }

    public string? Actor { get; init; }

    public string? Region { get; init; }

    public int? Records { get; init; }

    public bool? CustomerPresent { get; init; }

    /// <summary>Null = more will come.</summary>
    public string? LastOf { get; init; }

    public byte[] Bytes(string id, EventTime time, ScriptedCustomer customer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", "/chaos");
            json.WriteString("type", "datause.event.v1");
            json.WriteString("time", time.ToString());
            json.WriteString("subject", customer.Key);
            json.WriteStartObject("data");
            json.WriteString("institution", customer.Institution);
            json.WriteString("customer", customer.Name);
            WriteData(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static byte[] Broken(byte[] whole, int how) => how switch
    {
        0 => "not an event"u8.ToArray(),
        1 => whole[..(whole.Length / 2)],
        2 => [0x22, 0xFF, 0xFE],
        3 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(whole).Replace("\"time\":\"2025", "\"time\":\"2999", StringComparison.Ordinal)),
        _ => [],
    };

    private void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("operation", Operation);
        (string Name, string? Value)[] texts = [("conversation", Conversation), ("item", Item), ("recipient", Recipient), ("actor", Actor), ("region", Region)];
        foreach (var (name, value) in texts.Where(text => text.Value is not null))
        {
            json.WriteString(name, value);
        }

        if (Purpose is not null)
        {
            json.WriteStartArray("purposes");
            json.WriteStringValue(Purpose);
            json.WriteEndArray();
        }

        if (Records is { } records)
        {
            json.WriteNumber("records", records);
        }

        if (CustomerPresent is { } present)
        {
            json.WriteBoolean("customerPresent", present);
        }

        if (LastOf is not null)
        {
            json.WriteStartObject("attributes");
            json.WriteString(LastAttribute, LastOf);
            json.WriteEndObject();
        }
    }
}
