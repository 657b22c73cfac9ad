using System.Text;
using Covenant.Contracts.Events;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Tests.Events;

/// <summary>In which mode a record is read, and what is said where it cannot be.</summary>
public sealed class ReadingModeTests
{
    private const string Data = """{"institution":"paypal","customer":"c-17","operation":"dpv:Use"}""";

    private const string Whole = """{"specversion":"1.0","id":"whole","time":"2026-11-23T12:00:00Z","data":""" + Data + "}";

    private static readonly (string Name, string Value)[] Envelope = [("ce_specversion", "1.0"), ("ce_id", "e-1"), ("ce_source", "/ads"), ("ce_time", "2026-11-23T12:00:00Z")];

    public static TheoryData<string> StructuredTypes =>
    [
        "application/cloudevents+json", "application/cloudevents+json; charset=UTF-8", "Application/CloudEvents+JSON", "APPLICATION/CLOUDEVENTS+JSON;CHARSET=utf-8",
        " application/cloudevents+json ;charset=utf-8", "application/cloudevents", "application/cloudevents; charset=\"utf-8\"; profile=x",
    ];

    [Theory]
    [MemberData(nameof(StructuredTypes))]
    public void A_media_type_is_read_in_any_case_and_with_parameters(string contentType)
    {
        var (@event, defect) = Decode(Whole, null, [.. Envelope, ("content-type", contentType)]);

        Assert.Null(defect);
        Assert.Equal("whole", @event!.Id);
    }

    [Theory]
    [InlineData("content-type")]
    [InlineData("Content-Type")]
    [InlineData("CONTENT-TYPE")]
    public void The_header_of_the_media_type_is_found_in_any_case(string name) =>
        Assert.Equal("whole", Decode(Whole, null, [.. Envelope, (name, "application/cloudevents+json")]).Event!.Id);

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=utf-8")]
    [InlineData("application/cloudeventsx+json")]
    [InlineData("application/cloudevent+json")]
    [InlineData("text/plain")]
    [InlineData("")]
    public void Any_other_media_type_is_that_of_the_data(string contentType) =>
        Assert.Equal("e-1", Decode(Data, null, [.. Envelope, ("content-type", contentType)]).Event!.Id);

    [Fact]
    public void A_value_that_is_not_what_its_mode_takes_it_for_says_so()
    {
        Assert.EndsWith("; it is a whole event: leave out the `ce_` headers, or send `content-type: application/cloudevents+json`", Decode(Whole, null, Envelope).Defect!.Message, StringComparison.Ordinal);
        Assert.EndsWith("; `institution`, `customer` and `operation` stand in the object `data`", Decode(Data, null, []).Defect!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("Application/CloudEvents-Batch+JSON; charset=UTF-8")]
    [InlineData("application/cloudevents-batch")]
    public void A_batch_says_that_batches_are_not_read(string contentType)
    {
        var defect = Decode($"[{Whole}]", null, [("content-type", contentType)]).Defect!;

        Assert.Equal(UnsupportedData, defect.Reason);
        Assert.Contains("batches are not read; send one event a record", defect.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_does_not_say_so_says_the_same() =>
        Assert.Equal("the event must be a JSON object, not a list; batches are not read, send one event a record", Decode($"[{Whole}]", null, []).Defect!.Message);

    [Theory]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents+protobuf; charset=UTF-8")]
    [InlineData("application/cloudevents+xml")]
    public void An_event_in_another_format_says_which_one_is_read(string contentType)
    {
        var defect = Decode("<event/>", null, [("content-type", contentType)]).Defect!;

        Assert.Equal(UnsupportedData, defect.Reason);
        Assert.Contains("send `application/cloudevents+json`", defect.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_media_types_of_two_modes_are_refused_and_the_same_twice_is_not()
    {
        (string, string) structured = ("content-type", "application/cloudevents+json"), data = ("content-type", "application/json");

        Assert.Equal(new EventDefect(RepeatedKey, "header `content-type` is there twice; send it once"), Decode(Data, null, [.. Envelope, data, structured]).Defect);
        Assert.Equal("whole", Decode(Whole, null, [structured, ("Content-Type", "application/cloudevents+json; charset=UTF-8")]).Event!.Id);
    }

    [Theory]
    [InlineData("ce-id", "ce_id")]
    [InlineData("Ce-Id", "ce_id")]
    [InlineData("CE-ID", "ce_id")]
    [InlineData("CE_ID", "ce_id")]
    [InlineData("ce_Id", "ce_id")]
    [InlineData("ce:id", "ce_id")]
    [InlineData("cloudEvents:id", "ce_id")]
    [InlineData("cloudEvents_id", "ce_id")]
    [InlineData("ce-type", "ce_type")]
    [InlineData("ce-source", "ce_source")]
    [InlineData("ce-time", "ce_time")]
    [InlineData("ce-specversion", "ce_specversion")]
    [InlineData("ce_spec-version", "ce_specversion")]
    [InlineData("CE-TraceParent", "ce_traceparent")]
    public void A_header_in_the_spelling_of_HTTP_is_told_how_Kafka_spells_it(string written, string meant)
    {
        (string Name, string Value)[] others = [.. Envelope.Where(header => header.Name != meant), (written, "1.0")];
        foreach (var headers in (IEnumerable<(string, string)[]>)[others, [(written, "1.0")], [.. others, ("content-type", "application/json")]])
        {
            var defect = Decode(Data, new EventTime(0), headers).Defect!;

            Assert.Equal(MissingField, defect.Reason);
            Assert.Equal($"headers of CloudEvents have other names in Kafka: send `{meant}`, not `{written}`", defect.Message);
        }
    }

    [Fact]
    public void All_misspelt_headers_are_told_at_once_and_however_many_they_are_the_message_has_a_bound()
    {
        var all = Decode(Data, null, [("ce-specversion", "1.0"), ("ce-id", "e-1"), ("ce-type", "t")]).Defect!;
        var many = Decode(Data, null, [.. Enumerable.Repeat(("ce-id", "e"), 10_000)]).Defect!;

        Assert.Contains("send `ce_specversion`, not `ce-specversion`, send `ce_id`, not `ce-id`, send `ce_type`, not `ce-type`", all.Message, StringComparison.Ordinal);
        Assert.True(many.Message.Length < 400, many.Message);
    }

    [Theory]
    [InlineData("ce-")]
    [InlineData("ce")]
    [InlineData("ce-id-of-mine")]
    [InlineData("ceremony")]
    [InlineData("ce_subject")]
    [InlineData("celsius-id")]
    [InlineData("correlation-id")]
    [InlineData("")]
    public void A_header_that_is_nobodys_is_passed_over(string name) => Assert.Equal("e-1", Decode(Data, null, [.. Envelope, (name, "x")]).Event!.Id);

    [Fact]
    public void A_misspelt_header_beside_the_right_one_or_beside_a_whole_event_is_passed_over()
    {
        Assert.Equal("e-1", Decode(Data, null, [.. Envelope, ("ce-id", "other")]).Event!.Id);
        Assert.Equal("whole", Decode(Whole, null, [("ce-id", "other"), ("content-type", "application/cloudevents+json")]).Event!.Id);
    }

    [Fact]
    public void In_binary_mode_the_timestamp_of_the_record_stands_in_for_a_time_that_is_not_sent()
    {
        var stored = EventTime.Parse("2026-02-03T04:05:06.789Z");
        var without = Envelope.Where(header => header.Name != "ce_time").ToArray();

        Assert.Equal(stored, Decode(Data, stored, without).Event!.Time);
        Assert.Equal(stored, Decode(Data, stored, [.. without, ("ce_time", "")]).Event!.Time);
        Assert.Equal(EventTime.Parse("2026-11-23T12:00:00Z"), Decode(Data, stored, Envelope).Event!.Time);
        Assert.Equal(
            new EventDefect(MissingField, "required but missing or null: header `ce_time` (or a timestamp that is stored with the record)"), Decode(Data, null, without).Defect);
    }

    [Fact]
    public void In_structured_mode_the_time_is_the_events_own_or_there_is_none() =>
        Assert.Equal(
            new EventDefect(MissingField, "required but missing or null: `time`"),
            Decode(Whole.Replace("\"time\":\"2026-11-23T12:00:00Z\",", "", StringComparison.Ordinal), new EventTime(0), [("content-type", "application/cloudevents+json")]).Defect);

    [Fact]
    public void A_time_in_a_header_has_the_bound_of_any_text()
    {
        string Time(int digits) => $"2026-11-23T12:00:00.{new string('5', digits)}Z";
        (EventDefect? Defect, long? Ticks) Read(int digits) =>
            Decode(Data, null, [.. Envelope.Where(header => header.Name != "ce_time"), ("ce_time", Time(digits))]) is var (read, defect) ? (defect, read?.Time.Ticks) : default;

        Assert.Equal((null, EventTime.Parse("2026-11-23T12:00:00.5555555Z").Ticks), Read(EventLimits.TextBytesMax - "2026-11-23T12:00:00.Z".Length));
        Assert.Equal(new EventDefect(TooLong, "header `ce_time` is longer than 4096 bytes of UTF-8"), Read(EventLimits.TextBytesMax).Defect);
    }

    [Theory]
    [InlineData("read as structured: there is no header `content-type`, and no header begins with `ce_`")]
    [InlineData("read as structured: the header `content-type` is `application/json`, and no header begins with `ce_`", "content-type", "application/json")]
    [InlineData("read as structured: the header `content-type` is `application/cloudevents+json`", "ce_id", "e", "content-type", "application/cloudevents+json")]
    [InlineData("read as batch: the header `content-type` is `application/cloudevents-batch+json`", "content-type", "application/cloudevents-batch+json")]
    [InlineData("read as binary: there is no header `content-type`, and there is a header `ce_id`", "ce_id", "e", "ce_time", "t")]
    [InlineData("read as binary: the header `content-type` is `a'\\u000Ab`, and there is a header `ce_specversion`", "ce_specversion", "e", "content-type", "a`\nb")]
    public void The_mode_is_told_with_its_reason(string expected, params string[] headers)
    {
        var read = new CloudEventHeaders();
        foreach (var header in headers.Chunk(2))
        {
            read.Add(header[0], Encoding.UTF8.GetBytes(header[1]));
        }

        Assert.Equal(expected, read.Reading);
        Assert.StartsWith($"read as {read.Mode}:", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Covenant_writes_is_read_as_structured()
    {
        var headers = new CloudEventHeaders();
        headers.Add(CloudEventHeaders.ContentType, Encoding.UTF8.GetBytes(CloudEventHeaders.Structured));

        Assert.Equal(("structured", "application/cloudevents+json; charset=UTF-8"), (headers.Mode, headers.MediaType));
    }

    private static (DataUseEvent? Event, EventDefect? Defect) Decode(string value, EventTime? timestamp, (string Name, string Value)[] headers)
    {
        var read = new CloudEventHeaders { Timestamp = timestamp };
        foreach (var (name, text) in headers)
        {
            read.Add(name, Encoding.UTF8.GetBytes(text));
        }

        new EventDecoder().TryDecode(read, Encoding.UTF8.GetBytes(value), out var @event, out var defect);
        return (@event, defect);
    }
}
