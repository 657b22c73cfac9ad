using Covenant.Silo.Checkpoints;

namespace Covenant.Tests.Silo;

public sealed class SkewHistoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1);

    [Fact]
    public void What_is_judged_again_is_admitted_as_it_was_and_what_is_new_by_the_present_setting()
    {
        var history = SkewHistory.None.Next(0, 0, Minute).Next(checkpoint: 100, published: 200, Hour);

        Assert.Equal(Minute, history.At(100));
        Assert.Equal(Minute, history.At(199));
        Assert.Equal(Hour, history.At(200));
    }

    [Fact]
    public void A_silo_that_crashed_before_its_checkpoint_leaves_both_borders()
    {
        var history = SkewHistory.None.Next(0, 0, Minute).Next(100, 200, Hour).Next(checkpoint: 150, published: 250, TimeSpan.Zero);

        Assert.Equal([Minute, Hour, TimeSpan.Zero], new[] { 199L, 200, 250 }.Select(history.At));
    }

    [Fact]
    public void A_setting_that_never_held_for_a_published_record_leaves_nothing()
    {
        var history = SkewHistory.None.Next(0, 0, Minute).Next(100, 200, Hour).Next(checkpoint: 100, published: 200, Minute);

        Assert.Equal(Minute, Assert.Single(history.Changes).Skew);
    }

    [Fact]
    public void What_no_record_needs_any_more_is_let_go()
    {
        var history = SkewHistory.None.Next(0, 0, Minute).Next(100, 200, Hour).Next(checkpoint: 300, published: 400, Hour);

        Assert.Equal(Hour, Assert.Single(history.Changes).Skew);
        Assert.Equal(Hour, history.At(300));
    }

    [Fact]
    public void Of_any_number_of_restarts_the_last_are_known()
    {
        var history = Enumerable.Range(1, 1_000).Aggregate(SkewHistory.None.Next(0, 0, Minute), (known, restart) => known.Next(0, restart, TimeSpan.FromSeconds(restart)));

        Assert.Equal(SkewHistory.Max, history.Changes.Length);
        Assert.Equal(TimeSpan.FromSeconds(1_000), history.At(1_000));
    }
}
