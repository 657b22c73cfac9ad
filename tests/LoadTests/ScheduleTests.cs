using Covenant.LoadTests.Schedules;

namespace Covenant.Tests.LoadTests;

/// <summary>When events are due.</summary>
public class ScheduleTests
{
    public static TheoryData<Profile, long> Profiles => new()
    {
        { new Profile { Kind = ProfileKind.Steady, Rate = 1_000, Length = TimeSpan.FromSeconds(7) }, 7_000 },
        { new Profile { Kind = ProfileKind.Ramp, Rate = 100, To = 900, Length = TimeSpan.FromSeconds(10) }, 5_000 },
        { new Profile { Kind = ProfileKind.Ramp, Rate = 900, To = 100, Length = TimeSpan.FromSeconds(10) }, 5_000 },
        { new Profile { Kind = ProfileKind.Step, Rate = 100, To = 500, Steps = 5, Length = TimeSpan.FromSeconds(10) }, 3_000 },
        { new Profile { Kind = ProfileKind.Spike, Rate = 100, To = 1_000, Hold = TimeSpan.FromSeconds(2), Length = TimeSpan.FromSeconds(10) }, 2_800 },
        { new Profile { Kind = ProfileKind.Soak, Rate = 100, Length = TimeSpan.FromMinutes(5) }, 30_000 },
        { new Profile { Kind = ProfileKind.Backlog, Rate = 100, Hold = TimeSpan.FromSeconds(5), Length = TimeSpan.FromSeconds(10) }, 1_400 },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_event_is_due_once_and_in_order(Profile profile, long count)
    {
        var schedule = profile.ToSchedule(silosWait: false);
        Assert.Null(profile.Mistake);
        Assert.Equal(count, schedule.Count);
        Assert.Equal((0, count), (schedule.CountAt(0), schedule.CountAt(schedule.Seconds)));
        var last = 0.0;
        for (var number = 0L; number < schedule.Count; number++)
        {
            var due = schedule.DueAt(number);
            Assert.InRange(due, last, schedule.Seconds);
            Assert.InRange(schedule.CountAt(due), number - 1, number + 1);
            last = due;
        }
    }

    [Fact]
    public void A_ramp_is_as_steep_as_it_says()
    {
        var schedule = new Profile { Kind = ProfileKind.Ramp, Rate = 100, To = 900, Length = TimeSpan.FromSeconds(10) }.ToSchedule(false);
        Assert.Equal((140, 1_500, 860), (schedule.CountAt(1), schedule.CountAt(5), schedule.CountAt(10) - schedule.CountAt(9)));
    }

    [Fact]
    public void Silos_that_wait_leave_a_backlog_as_it_comes() =>
        Assert.Equal(1_000, new Profile { Kind = ProfileKind.Backlog, Rate = 100, Hold = TimeSpan.FromSeconds(5), Length = TimeSpan.FromSeconds(10) }.ToSchedule(silosWait: true).Count);
}
