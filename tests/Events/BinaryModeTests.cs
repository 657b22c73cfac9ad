using System.Text;
using Covenant.Contracts.Events;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Tests.Events;

public sealed class BinaryModeTests
{
    private const string Data = """{"institution":"paypal","customer":"c-17","operation":"dpv:Use","purposes":["dpv:CustomerCare"]}""";

    private static readonly (string Name, string Value)[] Whole =
    [
        ("ce_specversion", "1.0"), ("ce_id", "e-1"), ("ce_source", "/ads"), ("ce_type", "datause.event.v1"), ("ce_time", "2026-11-23T12:00:00Z"),
        ("ce_subject", "paypal/c-17"), ("ce_traceparent", "00-1-2-01"), ("content-type", "application/json"), ("other", "\uFFFF"),
    ];

    [Fact]
    public void The_envelope_is_read_from_the_headers()
    {
        var (@event, defect) = Decode(Whole, Data);

        Assert.Null(defect);
        Assert.Equal("e-1", @event!.Id);
        Assert.Equal("/ads", @event.Source);
        Assert.Equal(EventTime.Parse("2026-11-23T12:00:00Z"), @event.Time);
        Assert.Equal("00-1-2-01", @event.TraceParent);
        Assert.Equal("c-17", @event.Customer);
        Assert.Equal("dpv:CustomerCare", @event.Purposes[0].Name);
    }

    [Fact]
    public void An_envelope_within_the_value_says_nothing_there()
    {
        var (@event, _) = Decode(Whole, Data.Replace("{\"inst", "{\"id\":\"other\",\"time\":7,\"inst", StringComparison.Ordinal));

        Assert.Equal("e-1", @event!.Id);
    }

    [Theory]
    [InlineData("ce_specversion", "0.3", UnsupportedVersion, "header `ce_specversion` must be `1.0`, not `0.3`")]
    [InlineData("ce_id", "", MissingField, "required but missing or null: header `ce_id`")]
    [InlineData("ce_time", "noon", UnreadableTime, "header `ce_time` must be an RFC 3339 time such as `2026-11-23T12:00:00Z`, not `noon`")]
    [InlineData("ce_time", "1969-01-01T00:00:00Z", TimeBefore1970, "header `ce_time` is `1969-01-01T00:00:00Z`; a time before 1970 is not judged")]
    public void A_spoiled_header_is_named(string name, string value, EventDefectReason reason, string message)
    {
        var (_, defect) = Decode([.. Whole.Select(header => header.Name == name ? (name, value) : header)], Data);

        Assert.Equal(new EventDefect(reason, message), defect);
    }

    [Fact]
    public void A_header_that_is_no_UTF8_is_refused()
    {
        var headers = new CloudEventHeaders();
        headers.Add("ce_id", [0xFF]);

        Assert.False(new EventDecoder().TryDecode(headers, Encoding.UTF8.GetBytes(Data), out _, out var defect));
        Assert.Equal(new EventDefect(InvalidUtf8, "header `ce_id` is not UTF-8"), defect);
    }

    [Fact]
    public void A_header_may_stand_once() =>
        Assert.Equal(new EventDefect(RepeatedKey, "header `ce_id` is there twice; send it once"), Decode([.. Whole, ("ce_id", "e-2")], Data).Defect);

    [Fact]
    public void A_header_has_its_bound() =>
        Assert.Equal(
            new EventDefect(TooLong, "header `ce_id` is longer than 1024 bytes of UTF-8"),
            Decode([("ce_id", new string('x', 1_025))], Data).Defect);

    [Theory]
    [InlineData("", EmptyValue)]
    [InlineData("[]", WrongType)]
    [InlineData("{\"institution\":", TruncatedJson)]
    [InlineData("{\"institution\":\"paypal\",\"customer\":\"c\"}", MissingField)]
    [InlineData("{\"x\":1,\"x\":1}", RepeatedKey)]
    public void A_spoiled_value_is_refused_as_in_structured_mode(string value, EventDefectReason reason) =>
        Assert.Equal(reason, Decode(Whole, value).Defect!.Reason);

    [Theory]
    [InlineData("ce_id", "e-1", true)]
    [InlineData("content-type", "application/json", false)]
    [InlineData("traceparent", "00-1-2-01", false)]
    public void A_record_with_ce_headers_is_in_binary_mode(string name, string value, bool binary)
    {
        var headers = new CloudEventHeaders();
        headers.Add(name, Encoding.UTF8.GetBytes(value));

        Assert.Equal(binary, headers.IsBinary);
    }

    [Fact]
    public void The_content_type_of_structured_mode_outweighs_the_headers()
    {
        var headers = new CloudEventHeaders();
        headers.Add("ce_id", "e-1"u8);
        headers.Add("content-type", "application/cloudevents+json; charset=UTF-8"u8);

        Assert.False(headers.IsBinary);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_plain_header_says_the_trace_where_the_event_does_not(bool binary)
    {
        const string Plain = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        (string Name, string Value)[] envelope = binary ? [.. Whole.Where(header => header.Name != "ce_traceparent")] : [];
        string OfEvent(string own) => binary ? Data : "{" + own + "\"specversion\":\"1.0\",\"id\":\"e-1\",\"time\":\"2026-11-23T12:00:00Z\",\"data\":" + Data + "}";
        string? TraceOf(string own, params (string Name, string Value)[] more) => Decode([.. envelope, .. more], OfEvent(own)).Event!.TraceParent;

        Assert.Equal(Plain, TraceOf("", ("traceparent", Plain)));
        Assert.Null(TraceOf("", ("traceparent", "\uFFFF")));
        Assert.Equal("00-1-2-01", binary ? TraceOf("", ("ce_traceparent", "00-1-2-01"), ("traceparent", Plain)) : TraceOf("\"traceparent\":\"00-1-2-01\",", ("traceparent", Plain)));
    }

    private static (DataUseEvent? Event, EventDefect? Defect) Decode((string Name, string Value)[] headers, string value)
    {
        var read = new CloudEventHeaders();
        foreach (var (name, text) in headers)
        {
            read.Add(name, Encoding.UTF8.GetBytes(text));
        }

        new EventDecoder().TryDecode(read, Encoding.UTF8.GetBytes(value), out var @event, out var defect);
        return (@event, defect);
    }
}
