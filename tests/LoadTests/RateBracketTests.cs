using Covenant.LoadTests.Searches;

namespace Covenant.Tests.LoadTests;

/// <summary>How a search closes in on a rate.</summary>
public class RateBracketTests
{
    [Theory]
    [InlineData(37_000, 5_000)]
    [InlineData(5_000, 5_000)]
    [InlineData(700, 5_000)]
    [InlineData(499_000, 1_000)]
    public void The_highest_rate_that_holds_is_found_as_closely_as_was_asked_for(double limit, double from)
    {
        var (best, tried) = Search(limit, from);
        Assert.InRange(best, limit / 1.05, limit);
        Assert.InRange(tried, 1, 20);
    }

    [Fact]
    public void The_bounds_end_it() => Assert.Equal((500_000, 0), (Search(1e9, 1_000).Best, Search(1, 1_000).Best));

    private static (double Best, int Tried) Search(double limit, double from)
    {
        var bracket = new RateBracket(from, min: 100, max: 500_000, precision: 0.05);
        var (best, tried) = (0.0, 0);
        for (; bracket.Next is { } rate && tried < 100; tried++)
        {
            best = rate <= limit ? Math.Max(best, rate) : best;
            bracket.Tried(rate, rate <= limit);
        }

        return (best, tried);
    }
}
