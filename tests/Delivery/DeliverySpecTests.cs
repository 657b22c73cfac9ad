using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class DeliverySpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 5_000_000;

    // Every way of so many steps; the whole space has no end that could be waited for.
    private const int Depth = 15;

    private const int DepthTurned = 12;

    [Fact]
    public void Whatever_happens_each_violation_is_told_once()
    {
        var report = Check.Exhaustive(DeliverySpec.With(Broken.Nothing), output.WriteLine, StatesMax, Depth);

        Assert.True(report.Depth >= Depth && report.States < StatesMax, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(Broken.MarkIsIgnored, DeliverySpec.NothingInvented)]
    [InlineData(Broken.ToldBeforeStored, DeliverySpec.ToldOnceByClock)]
    [InlineData(Broken.OutboxNotStored, DeliverySpec.NothingMissingByClock)]
    [InlineData(Broken.PositionApart, DeliverySpec.NothingInvented)]
    [InlineData(Broken.ToldBelowPublished, DeliverySpec.ToldOnceByRecord)]
    [InlineData(Broken.NotFenced, DeliverySpec.Fenced)]
    [InlineData(Broken.WakesNotCounted, DeliverySpec.ToldOnceByClock)]
    [InlineData(Broken.CheckpointBeforeStored, DeliverySpec.CheckpointStored)]
    [InlineData(Broken.CheckpointAbovePublished, DeliverySpec.CheckpointPublished)]
    [InlineData(Broken.UntoldNotDue, DeliverySpec.NothingMissingByClock)]
    [InlineData(Broken.GapUnnoticed, DeliverySpec.NothingMissingByRecord)]
    public void A_rule_that_is_broken_is_missed(Broken broken, string requirement)
    {
        Check.Exhaustive(DeliverySpec.With(broken), out var violation, output.WriteLine, StatesMax, Depth);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }

    // It takes half of the steps to come there.
    [Fact]
    public void Nor_is_it_otherwise_from_where_the_wall_clock_may_decide()
    {
        var report = Check.Exhaustive(DeliverySpec.With(Broken.Nothing, DeliveryState.Turned), output.WriteLine, StatesMax, DepthTurned);

        Assert.True(report.Depth >= DepthTurned && report.States < StatesMax, report.ToString());
    }

    [Theory]
    [InlineData(Broken.ToldByPosition, DeliverySpec.NothingMissingByClock)]
    [InlineData(Broken.OldTenuresHeard, DeliverySpec.ToldOnceByClock)]
    public void A_rule_that_is_broken_is_missed_from_there(Broken broken, string requirement)
    {
        Check.Exhaustive(DeliverySpec.With(broken, DeliveryState.Turned), out var violation, output.WriteLine, StatesMax, DepthTurned);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
