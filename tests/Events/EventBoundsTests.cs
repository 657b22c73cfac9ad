using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Events;

/// <summary>Each bound from both sides: the last that is allowed, and the first that is not.</summary>
public sealed class EventBoundsTests
{
    [Fact]
    public void A_customer_has_at_most_256_bytes_not_characters()
    {
        Assert.Equal(128, EventSample.Decode(WithCustomer(new string('é', 128))).Customer.Length);
        Assert.EndsWith("must be 1 to 256 bytes of UTF-8, not 257", EventSample.Refuse(WithCustomer(new string('é', 128) + "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_escape_counts_as_what_it_stands_for()
    {
        var escaped = string.Concat(Enumerable.Repeat("\\u0061", 256));

        Assert.Equal(256, EventSample.Decode(WithCustomer(escaped)).Customer.Length);
        Assert.Equal(EventDefectReason.InvalidCustomer, EventSample.Refuse(WithCustomer(escaped + "\\u0061")).Reason);
    }

    [Theory]
    [InlineData("id", 1_024)]
    [InlineData("source", 4_096)]
    [InlineData("traceparent", 4_096)]
    public void A_text_of_the_envelope_has_its_bound(string name, int bytesMax)
    {
        Assert.Equal("paypal", EventSample.Decode(WithEnvelope(name, bytesMax)).Institution);
        Assert.Equal(EventDefectReason.TooLong, EventSample.Refuse(WithEnvelope(name, bytesMax + 1)).Reason);
    }

    [Theory]
    [InlineData("operation")]
    [InlineData("actor")]
    [InlineData("role")]
    [InlineData("recipient")]
    [InlineData("conversation")]
    [InlineData("item")]
    [InlineData("region")]
    [InlineData("purposes")]
    [InlineData("categories")]
    [InlineData("forms")]
    public void A_text_of_the_data_has_its_bound(string name)
    {
        Assert.Equal("paypal", EventSample.Decode(WithData(name, Quoted(4_096))).Institution);
        Assert.EndsWith("is longer than 4096 bytes of UTF-8", EventSample.Refuse(WithData(name, Quoted(4_097))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("\"a\", \"a\"")]
    public void An_attribute_has_its_bounds(string value)
    {
        var longName = $"{{ {Quoted(4_097)}: [{value}] }}";

        Assert.Equal(EventDefectReason.TooLong, EventSample.Refuse(WithData("attributes", longName)).Reason);
        Assert.Equal(EventDefectReason.TooLong, EventSample.Refuse(WithData("attributes", $"{{ \"n\": [{value}, {Quoted(4_097)}] }}")).Reason);
        Assert.Equal(EventDefectReason.TooLong, EventSample.Refuse(WithData("attributes", $"{{ \"n\": {new string('9', 4_097)} }}")).Reason);
    }

    [Theory]
    [InlineData("purposes")]
    [InlineData("categories")]
    [InlineData("forms")]
    public void A_list_has_at_most_64_entries(string name)
    {
        Assert.Equal("paypal", EventSample.Decode(WithData(name, List(64))).Institution);
        Assert.Equal(EventDefectReason.TooMany, EventSample.Refuse(WithData(name, List(65))).Reason);
        Assert.Contains($"`data.{name}`", EventSample.Refuse(WithData(name, List(65))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_most_64_attributes_with_64_values()
    {
        static string Attributes(int count) => $"{{ {string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"a{i}\": {i}"))} }}";

        Assert.Equal(64, EventSample.Decode(WithData("attributes", Attributes(64))).Attributes.Length);
        Assert.Equal(EventDefectReason.TooMany, EventSample.Refuse(WithData("attributes", Attributes(65))).Reason);
        Assert.Equal(64, EventSample.Decode(WithData("attributes", $"{{ \"a\": {List(64)} }}")).Attributes[0].Values.Length);
        Assert.Equal(EventDefectReason.TooMany, EventSample.Refuse(WithData("attributes", $"{{ \"a\": {List(65)} }}")).Reason);
    }

    [Fact]
    public void An_event_has_at_most_a_megabyte()
    {
        var padding = new string(' ', EventLimits.BytesMax - Encoding.UTF8.GetByteCount(EventSample.Json));

        Assert.Equal("paypal", EventSample.Decode(EventSample.Json + padding).Institution);
        Assert.Equal("the value has 1048577 bytes; at most 1048576 are read", EventSample.Refuse(EventSample.Json + padding + " ").Message);
    }

    [Theory]
    [InlineData("mood", 30)]
    [InlineData("attributes\": {\"a\": [", 28)]
    public void JSON_has_at_most_32_levels(string name, int lists)
    {
        var closing = name.Contains('[', StringComparison.Ordinal) ? "]}" : "";
        string Nested(int depth) => EventSample.With(
            "\"attributes\": { \"channel\": \"chat\" }",
            closing.Length > 0 ? $"\"{name}{new string('[', depth)}{new string(']', depth)}{closing}" : $"\"{name}\": {new string('[', depth)}{new string(']', depth)}");

        Assert.Equal("paypal", EventSample.Decode(Nested(lists)).Institution);
        var defect = EventSample.Refuse(Nested(lists + 1));
        Assert.Equal(EventDefectReason.TooDeep, defect.Reason);
        Assert.StartsWith("JSON nested deeper than 32 at byte ", defect.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_levels_are_one_too_many_like_any() =>
        Assert.Equal(EventDefectReason.TooDeep, EventSample.Refuse("{\"a\":" + new string('[', 100_000)).Reason);

    [Fact]
    public void A_megabyte_of_unknown_fields_is_read_in_good_time()
    {
        var json = new StringBuilder(EventSample.Json[..^1]);
        for (var i = 0; json.Length < EventLimits.BytesMax - 100; i++)
        {
            json.Append(",\"").Append(i).Append("\":0");
        }

        Assert.Equal("paypal", EventSample.Decode(json.Append('}').ToString()).Institution);
    }

    private static string Quoted(int length) => $"\"{new string('x', length)}\"";

    private static string List(int count) => $"[{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"x{i}\""))}]";

    private static string WithCustomer(string customer) => EventSample.With("\"c-17\"", $"\"{customer}\"");

    private static string WithEnvelope(string name, int length) => $$"""
        {"specversion":"1.0",{{(name == "id" ? "" : "\"id\":\"e\",")}}"{{name}}":{{Quoted(length)}},"time":"2026-01-01T00:00:00Z",
         "data":{"institution":"paypal","customer":"c","operation":"dpv:Use"} }
        """;

    private static string WithData(string name, string value) => $$"""
        {"specversion":"1.0","id":"e","time":"2026-01-01T00:00:00Z",
         "data":{"institution":"paypal","customer":"c"{{(name == "operation" ? "" : ",\"operation\":\"dpv:Use\"")}},"{{name}}":{{value}} } }
        """;
}
