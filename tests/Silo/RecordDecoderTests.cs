using System.Text;
using Covenant.Contracts.Events;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Silo;

public sealed class RecordDecoderTests
{
    private static readonly CohortLayout Cohorts = new(Options.Create(new CohortOptions()));

    private const string Data = """{ "institution": "acme", "customer": "c", "operation": "dpv:Use" }""";

    private const string Ahead = """{ "id": "e", "time": "2999-01-01T00:00:00Z", "data": """ + Data + "}";

    private readonly EventRoom _room = new();

    private readonly Degradations _degradations = new();

    private readonly RecordDecoder _decoder;

    private Func<string, bool> _hasDocument = _ => true;

    public RecordDecoderTests() => _decoder = new RecordDecoder(
        new EventAdmission(TimeSpan.FromDays(1), institution => _hasDocument(institution)), Cohorts,
        new CaughtFaults(_degradations, NullLogger<CaughtFaults>.Instance));

    private readonly PartitionClock _clock = new(TimeProvider.System, TimeSpan.FromSeconds(5), new PartitionTimes(null, EventTime.Parse("2026-01-01T00:00:00Z"), IsAdmitted: true), SkewHistory.None.Next(0, 0, TimeSpan.FromMinutes(1)));

    [Theory]
    [InlineData("acme/c-1", "c-1", true)]
    [InlineData("acme/c-2", "c-1", false)]
    [InlineData("acme/c-1x", "c-1", false)]
    [InlineData("acme", "c-1", false)]
    [InlineData("", "c-1", false)]
    [InlineData(null, "c-1", false)]
    [InlineData("acme/Zoë/1", "Zoë/1", true)]
    public void A_key_is_the_events_own_where_it_names_institution_and_customer(string? key, string customer, bool expected) =>
        Assert.Equal(expected, Read(key, customer).HasItsKey);

    [Fact]
    public void A_customer_is_in_the_same_cohort_whatever_the_key() =>
        Assert.Equal(Cohorts.Of("acme", "c-1"), Assert.Single(new[] { "acme/c-1", "other", null }.Select(key => Read(key, "c-1").Cohort).Distinct()));

    [Fact]
    public void The_longest_customer_has_room()
    {
        var customer = new string('c', EventLimits.CustomerBytesMax);

        Assert.True(Read($"acme/{customer}", customer).HasItsKey);
    }

    [Fact]
    public void A_record_that_is_no_event_keeps_its_key_however_long()
    {
        var key = new string('k', 5_000);

        Assert.Equal(key, Encoding.UTF8.GetString(Read(key, "").Unreadable!.Key!));
        Assert.Null(Read(null, "").Unreadable!.Key);
    }

    [Fact]
    public void A_record_without_a_value_is_no_event()
    {
        var record = _decoder.Decode(RecordBuffers.Record(0, "acme/c-1", null), _room, _clock);

        Assert.Equal(EventDefect.NullValue, record.Unreadable!.Defect);
        Assert.Null(record.Unreadable.Bytes);
    }

    [Theory]
    [InlineData("not json", "the value is not JSON at byte 1: `ot json` ")]
    [InlineData("", "the value is empty; send the event as CloudEvents JSON ")]
    [InlineData("{}", "required but missing or null: ")]
    [InlineData(Ahead, "`time` is `2999-01-01T00:00:00Z`, more than P1D ahead of the clock ")]
    public void Every_reason_says_in_which_mode_the_record_was_read_and_why(string value, string beginning)
    {
        (string? Mode, (string, string)[] Headers)[] modes =
        [
            ("(read as structured: there is no header `content-type`, and no header begins with `ce_`)", []),
            ("(read as structured: the header `content-type` is `application/cloudevents+json`)", [("content-type", "application/cloudevents+json")]),
            ("(read as binary: the header `content-type` is `application/json`, and there is a header `ce_specversion`)",
                [("ce_specversion", "1.0"), ("content-type", "application/json"), ("ce_id", "e"), .. value == Ahead ? [("ce_time", "2999-01-01T00:00:00Z")] : Array.Empty<(string, string)>()]),
        ];
        foreach (var (mode, headers) in modes)
        {
            var isBinary = headers.Length > 1;
            var reason = _decoder.Decode(RecordBuffers.Record(0, null, value == Ahead && isBinary ? Data : value, timestamp: null, headers), _room, _clock).Unreadable!.Defect.Message;

            Assert.StartsWith(beginning.Split('`')[0], reason, StringComparison.Ordinal);
            Assert.EndsWith(mode!, reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_binary_event_without_a_time_has_that_of_its_record_and_without_one_is_a_dead_letter()
    {
        (string, string)[] envelope = [("ce_specversion", "1.0"), ("ce_id", "e")];
        var stored = EventTime.Parse("2026-01-01T03:04:05.678Z");

        Assert.Equal(stored, _decoder.Decode(RecordBuffers.Record(0, null, Data, stored, envelope), _room, _clock).Event!.Time);
        Assert.Equal("missing-field", _decoder.Decode(RecordBuffers.Record(0, null, Data, timestamp: null, envelope), _room, _clock).Unreadable!.Defect.Code);
    }

    [Fact]
    public void A_record_on_which_the_reader_itself_fails_is_a_dead_letter_and_the_next_one_is_read()
    {
        _hasDocument = _ => throw new FormatException("a fault that no test has found");
        var failed = Read("acme/c-1", "c-1").Unreadable!;
        _hasDocument = _ => true;

        Assert.Equal("reader-failed", failed.Defect.Code);
        Assert.Equal("acme/c-1"u8.ToArray(), failed.Key);
        Assert.NotEmpty(failed.Bytes!);
        Assert.Equal(["the reader of events failed by a fault of Covenant's own (`FormatException`)"], _degradations.Reasons);
        Assert.NotNull(Read("acme/c-1", "c-1").Event);
    }

    private DecodedEvent Read(string? key, string customer) => _decoder.Decode(RecordBuffers.Record(
        0, key, $$"""{ "specversion": "1.0", "id": "e", "time": "2026-01-01T00:00:00Z", "data": { "institution": "acme", "customer": "{{customer}}", "operation": "dpv:Use" } }"""), _room, _clock);
}
