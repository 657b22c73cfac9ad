using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Time.Testing;

namespace Covenant.Tests.Silo;

public sealed class PartitionClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _wall = new(Noon);

    [Fact]
    public void The_clock_is_the_greatest_event_time_and_never_goes_back()
    {
        var clock = NewClock();

        Assert.Equal(Time(-60), clock.See(Time(-60)));
        Assert.Equal(Time(-60), clock.See(Time(-90)));
        Assert.Equal(Time(-30), clock.See(Time(-30)));
    }

    [Fact]
    public void While_events_flow_the_wall_clock_has_no_say()
    {
        var clock = NewClock();
        clock.See(Time(-60));
        clock.Stir();

        _wall.Advance(TimeSpan.FromSeconds(4.9));

        Assert.Equal(Time(-60), clock.Now);
    }

    [Fact]
    public void Where_events_stopped_the_wall_clock_stands_in()
    {
        var clock = NewClock();
        clock.See(Time(-60));
        clock.Stir();

        _wall.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Time(5), clock.Now);
        Assert.Equal(Time(-60), clock.Log);
    }

    [Fact]
    public void A_log_that_is_ahead_of_the_wall_clock_keeps_its_own_time()
    {
        var clock = NewClock();
        clock.See(Time(3_600));

        _wall.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Time(3_600), clock.Now);
    }

    private static EventTime Time(int secondsAfterNoon) => EventTime.From(Noon.AddSeconds(secondsAfterNoon));

    private PartitionClock NewClock() => new(_wall, TimeSpan.FromSeconds(5));
}
