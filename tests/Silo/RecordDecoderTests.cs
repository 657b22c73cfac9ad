using System.Text;
using Covenant.Contracts.Events;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Silo;

public sealed class RecordDecoderTests
{
    private static readonly CohortLayout Cohorts = new(Options.Create(new CohortOptions()));

    private readonly EventRoom _room = new();

    private readonly Degradations _degradations = new();

    private readonly RecordDecoder _decoder;

    private Func<string, bool> _hasDocument = _ => true;

    public RecordDecoderTests() => _decoder = new RecordDecoder(
        new EventAdmission(TimeSpan.FromDays(1), institution => _hasDocument(institution)), new JudgingClock(TimeProvider.System), Cohorts,
        new CaughtFaults(_degradations, NullLogger<CaughtFaults>.Instance));

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
        var record = _decoder.Decode(RecordBuffers.Record(0, "acme/c-1", null), _room);

        Assert.Equal(EventDefect.NullValue, record.Unreadable!.Defect);
        Assert.Null(record.Unreadable.Bytes);
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
        0, key, $$"""{ "specversion": "1.0", "id": "e", "time": "2026-01-01T00:00:00Z", "data": { "institution": "acme", "customer": "{{customer}}", "operation": "dpv:Use" } }"""), _room);
}
