using System.Text;
using Covenant.Contracts.Events;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Silo;

public sealed class RecordDecoderTests
{
    private static readonly CohortLayout Cohorts = new(Options.Create(new CohortOptions()));

    private readonly EventRoom _room = new();

    private readonly RecordDecoder _decoder = new(new EventAdmission(TimeSpan.FromDays(1), _ => true), Cohorts);

    private readonly PartitionClock _clock = new(TimeProvider.System, TimeSpan.FromSeconds(5), default, SkewHistory.None.Next(0, 0, TimeSpan.FromMinutes(1)));

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

    private DecodedEvent Read(string? key, string customer) => _decoder.Decode(RecordBuffers.Record(
        0, key, $$"""{ "specversion": "1.0", "id": "e", "time": "2026-01-01T00:00:00Z", "data": { "institution": "acme", "customer": "{{customer}}", "operation": "dpv:Use" } }"""), _room, _clock);
}
