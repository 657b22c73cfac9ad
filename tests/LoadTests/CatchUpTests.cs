using Covenant.LoadTests.Drains;

namespace Covenant.Tests.LoadTests;

/// <summary>What a drain makes of the committed offsets.</summary>
public class CatchUpTests
{
    [Fact]
    public void The_rate_is_that_between_a_tenth_and_nine_tenths_and_a_slow_start_and_end_do_not_count()
    {
        var catchUp = new CatchUp(1_000);
        catchUp.Note(0, 0, TimeSpan.FromSeconds(1));
        catchUp.Note(10, 0, TimeSpan.FromSeconds(3));
        catchUp.Note(20, 100, TimeSpan.FromSeconds(4));
        catchUp.Note(22, 500, TimeSpan.FromSeconds(5));
        catchUp.Note(24, 900, TimeSpan.FromSeconds(8));
        catchUp.Note(99, 1_000, TimeSpan.FromSeconds(99));
        Assert.Equal((200, 5_000), catchUp.Middle());
    }

    [Fact]
    public void What_is_committed_after_a_standstill_was_judged_meanwhile()
    {
        var catchUp = new CatchUp(1_000);
        catchUp.Note(9, 0, TimeSpan.Zero);
        catchUp.Note(10, 100, TimeSpan.FromSeconds(1));
        catchUp.Note(13, 100, TimeSpan.FromSeconds(5));
        catchUp.Note(17, 100, TimeSpan.FromSeconds(8));
        catchUp.Note(18, 900, TimeSpan.FromSeconds(9));
        Assert.Equal((100, 10_000), catchUp.Middle());
    }

    [Fact]
    public void Between_two_looks_the_offsets_are_taken_to_have_grown_evenly()
    {
        var catchUp = new CatchUp(1_000);
        catchUp.Note(0, 0, TimeSpan.Zero);
        catchUp.Note(5, 0, TimeSpan.Zero);
        catchUp.Note(6, 0, TimeSpan.Zero);
        catchUp.Note(16, 1_000, TimeSpan.FromSeconds(10));
        var (rate, cost) = catchUp.Middle();
        Assert.Equal((100, 10_000), (Math.Round(rate, 6), Math.Round(cost, 6)));
    }
}
