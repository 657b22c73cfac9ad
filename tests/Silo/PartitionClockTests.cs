using Covenant.Contracts.Events;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Time.Testing;

namespace Covenant.Tests.Silo;

public sealed class PartitionClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _wall = new(Noon);
    private long _offset;

    [Fact]
    public void The_clock_is_the_greatest_event_time_and_never_goes_back()
    {
        var clock = NewClock();

        Assert.Equal(Time(-60), See(clock, Time(-60), recorded: null));
        Assert.Equal(Time(-60), See(clock, Time(-90), recorded: null));
        Assert.Equal(Time(-30), See(clock, Time(-30), recorded: null));
    }

    [Fact]
    public void An_event_moves_the_clock_no_further_than_a_minute_beyond_its_record()
    {
        var clock = NewClock();

        Assert.Equal(Time(60), See(clock, Time(23 * 3_600), recorded: Time(0)));
        Assert.Equal(Time(70), See(clock, Time(70), recorded: Time(30)));
    }

    [Fact]
    public void A_record_that_is_no_event_counts_for_the_time_of_those_behind_it()
    {
        var clock = NewClock();
        clock.See(_offset++, Time(100));

        Assert.Equal(Time(160), See(clock, Time(3_600), recorded: Time(0)));
        Assert.Equal(Time(100), clock.TimeOf(Time(3_600)));
        Assert.Equal(Time(100), clock.Times.Recorded);
    }

    [Fact]
    public void Without_any_timestamp_the_events_own_time_stands_in_and_counts_for_no_later_record()
    {
        var clock = NewClock();

        Assert.Equal(Time(3_600), See(clock, Time(3_600), recorded: null));
        Assert.Null(clock.Times.Recorded);
        Assert.Equal(Time(3_600), See(clock, Time(7_200), recorded: Time(0)));
        Assert.Equal(Time(0), clock.TimeOf(Time(7_200)));
    }

    [Fact]
    public void A_clock_that_was_stored_by_a_version_that_believed_every_event_is_brought_back_once()
    {
        var clock = NewClock(new PartitionTimes(Time(23 * 3_600), Recorded: null, IsAdmitted: false));
        Assert.False(clock.Times.IsAdmitted);

        clock.See(_offset++, Time(0));

        Assert.Equal(new PartitionTimes(Time(60), Time(0), IsAdmitted: true), clock.Times);
        clock.See(_offset++, Time(10));
        Assert.Equal(Time(60), clock.Log);
    }

    [Fact]
    public void A_stored_clock_that_no_record_contradicts_stays()
    {
        var clock = NewClock(new PartitionTimes(Time(-10), Recorded: null, IsAdmitted: false));

        clock.See(_offset++, Time(0));

        Assert.Equal(Time(-10), clock.Log);
    }

    [Fact]
    public void While_events_flow_the_wall_clock_has_no_say()
    {
        var clock = NewClock();
        See(clock, Time(-60), recorded: Time(0));
        clock.Stir();

        _wall.Advance(TimeSpan.FromSeconds(4.9));

        Assert.Equal(Time(-60), clock.Now);
    }

    [Fact]
    public void Where_events_stopped_the_wall_clock_stands_in()
    {
        var clock = NewClock();
        See(clock, Time(-60), recorded: Time(0));
        clock.Stir();

        _wall.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Time(5), clock.Now);
        Assert.Equal(Time(-60), clock.Log);
    }

    [Fact]
    public void A_log_that_is_ahead_of_the_wall_clock_keeps_its_own_time()
    {
        var clock = NewClock();
        See(clock, Time(3_600), recorded: Time(3_600));

        _wall.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Time(3_600), clock.Now);
    }

    private EventTime See(PartitionClock clock, EventTime own, EventTime? recorded)
    {
        clock.See(_offset++, recorded);
        clock.Admit(own);
        return clock.Log!.Value;
    }

    private static EventTime Time(int secondsAfterNoon) => EventTime.From(Noon.AddSeconds(secondsAfterNoon));

    private PartitionClock NewClock(PartitionTimes start = default) =>
        new(_wall, TimeSpan.FromSeconds(5), start with { IsAdmitted = start.IsAdmitted || start.Clock is null }, SkewHistory.None.Next(0, 0, RecordClock.DefaultClockSkewMax));
}
