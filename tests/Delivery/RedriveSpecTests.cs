using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class RedriveSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 3_000_000;

    [Fact]
    public void Whatever_happens_each_violation_is_delivered_once_or_stays_undelivered()
    {
        var report = Check.Exhaustive(RedriveSpec.With(RedriveBroken.Nothing), output.WriteLine, StatesMax);

        output.WriteLine(report.ToString());
        Assert.True(report.States < StatesMax, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(RedriveBroken.DivertedApart, RedriveSpec.NeverLost)]
    [InlineData(RedriveBroken.TombstoneApart, RedriveSpec.DeliveredOnce)]
    [InlineData(RedriveBroken.NotFenced, RedriveSpec.DeliveredOnce)]
    [InlineData(RedriveBroken.ReadsBeforeFencing, RedriveSpec.DeliveredOnce)]
    [InlineData(RedriveBroken.ReadsToLastStable, RedriveSpec.DeliveredOnce)]
    [InlineData(RedriveBroken.GoesOnUnsure, RedriveSpec.DeliveredOnce)]
    [InlineData(RedriveBroken.RetainedByTime, RedriveSpec.NeverLost)]
    public void A_rule_that_is_broken_is_missed(RedriveBroken broken, string requirement)
    {
        Check.Exhaustive(RedriveSpec.With(broken), out var violation, output.WriteLine, StatesMax);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
