using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

public sealed class RecordTimestampTests
{
    private const long EndOf9999 = EventTime.MaxTicks / TimeSpan.TicksPerMillisecond;

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(1_700_000_000_123L, 17_000_000_001_230_000L)]
    [InlineData(EndOf9999, EndOf9999 * TimeSpan.TicksPerMillisecond)]
    public void The_timestamp_of_a_record_is_read_whoevers_clock_it_is(long milliseconds, long ticks)
    {
        Assert.Equal(new EventTime(ticks), IncomingRecord.TimestampOf(new Timestamp(milliseconds, TimestampType.CreateTime)));
        Assert.Equal(new EventTime(ticks), IncomingRecord.TimestampOf(new Timestamp(milliseconds, TimestampType.LogAppendTime)));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(EndOf9999 + 1)]
    [InlineData(long.MaxValue)]
    public void A_timestamp_that_is_no_time_is_as_good_as_none(long milliseconds) =>
        Assert.Null(IncomingRecord.TimestampOf(new Timestamp(milliseconds, TimestampType.CreateTime)));

    [Fact]
    public void A_record_without_a_timestamp_has_none() =>
        Assert.Null(IncomingRecord.TimestampOf(new Timestamp(1, TimestampType.NotAvailable)));
}
