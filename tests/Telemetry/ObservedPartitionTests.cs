using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Telemetry;

namespace Covenant.Tests.Telemetry;

public sealed class ObservedPartitionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ObservedPartition _partition = new([]);

    [Fact]
    public void Nothing_is_said_of_a_lag_before_the_log_and_the_tenure_are_known()
    {
        Assert.Null(_partition.LagRecords);
        PublishedTo(5);
        Assert.Null(_partition.LagRecords);
        _partition.KnowEnd(9);
        Assert.Equal(4, _partition.LagRecords);
        Assert.Null(_partition.LagTime(Noon));
    }

    [Fact]
    public void The_lag_is_the_age_of_the_oldest_record_that_is_not_told()
    {
        Write(from: 0, to: 9, secondsBeforeNoon: 60);
        Write(from: 10, to: 19, secondsBeforeNoon: 30);
        _partition.KnowEnd(20);

        PublishedTo(4);
        Assert.Equal((16, 60), Lag());
        PublishedTo(10);
        Assert.Equal((10, 30), Lag());
        PublishedTo(20);
        Assert.Equal((0, 0), Lag());
    }

    [Fact]
    public void A_reader_that_goes_back_finds_the_times_again()
    {
        Write(from: 0, to: 9, secondsBeforeNoon: 60);
        Write(from: 10, to: 19, secondsBeforeNoon: 30);
        _partition.KnowEnd(20);
        PublishedTo(12);
        Assert.Equal((8, 30), Lag());

        Write(from: 5, to: 9, secondsBeforeNoon: 60);
        Write(from: 10, to: 19, secondsBeforeNoon: 30);
        Assert.Equal((8, 30), Lag());
    }

    [Fact]
    public void An_event_that_is_ahead_of_the_clock_hides_no_lag()
    {
        Write(from: 0, to: 0, secondsBeforeNoon: -3_600);
        Write(from: 1, to: 9, secondsBeforeNoon: 60);
        _partition.KnowEnd(10);

        PublishedTo(1);
        Assert.Equal((9, 60), Lag());
    }

    [Fact]
    public void The_oldest_is_known_however_many_wait()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Write(from: i, to: i, secondsBeforeNoon: 10_000 - i);
        }

        _partition.KnowEnd(10_000);
        PublishedTo(0);
        Assert.Equal((10_000, 10_000), Lag());
    }

    [Fact]
    public void Nobody_has_to_ask_for_the_times_to_stay_the_last_ones()
    {
        for (var i = 0; i < 10_000; i++)
        {
            PublishedTo(i);
            Write(from: i, to: i, secondsBeforeNoon: 10_000 - i);
        }

        _partition.KnowEnd(10_000);
        PublishedTo(9_999);
        Assert.Equal((1, 1), Lag());
    }

    private void Write(long from, long to, int secondsBeforeNoon)
    {
        for (var offset = from; offset <= to; offset++)
        {
            _partition.Read(offset, EventTime.From(Noon.AddSeconds(-secondsBeforeNoon)));
        }
    }

    private void PublishedTo(long offset) => _partition.Tenure = new Tenure(offset);

    private (long?, double?) Lag() => (_partition.LagRecords, _partition.LagTime(Noon)?.TotalSeconds);

    private sealed record Tenure(long PublishedOffset) : IObservedTenure
    {
        public Progress Published => new(PublishedOffset, 0);

        public Progress Judged => Published;

        public int WaitingRecords => 0;

        public EventTime? Newest => null;

        public TimeSpan CheckpointAge => TimeSpan.Zero;
    }
}
