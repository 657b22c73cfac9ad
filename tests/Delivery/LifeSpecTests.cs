using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class LifeSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 100_000;

    [Fact]
    public void Whatever_happens_each_record_of_each_life_is_told_once()
    {
        var report = Check.Exhaustive(LifeSpec.With(LifeBroken.Nothing), output.WriteLine, StatesMax);

        Assert.True(report.Closed, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(LifeBroken.LifeNotCounted, LifeSpec.NothingMissing)]
    [InlineData(LifeBroken.JudgedBeforeCommitted, LifeSpec.NothingMissing)]
    [InlineData(LifeBroken.BegunInRowFirst, LifeSpec.NothingMissing)]
    [InlineData(LifeBroken.NotAsked, LifeSpec.Asked)]
    [InlineData(LifeBroken.TopicBeforeLife, LifeSpec.NothingMissing)]
    public void A_rule_that_is_broken_is_missed(LifeBroken broken, string requirement)
    {
        Check.Exhaustive(LifeSpec.With(broken), out var violation, output.WriteLine, StatesMax);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
