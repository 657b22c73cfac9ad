using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class PartSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 1_000_000;

    // Every way of so many steps.
    private const int Depth = 16;

    [Fact]
    public void Whatever_happens_each_violation_of_a_divided_step_is_told_once()
    {
        var report = Check.Exhaustive(PartSpec.With(PartBroken.Nothing), output.WriteLine, StatesMax, Depth);

        Assert.True(report.Depth >= Depth && report.States < StatesMax, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(PartBroken.PartNotCommitted, PartSpec.ToldOnce)]
    [InlineData(PartBroken.FoundPartCoversClock, PartSpec.NothingMissing)]
    [InlineData(PartBroken.FoundPartCoversForNext, PartSpec.NothingMissing)]
    [InlineData(PartBroken.DecidedInFoundStep, PartSpec.ToldOnce)]
    [InlineData(PartBroken.PartStaysInPosition, PartSpec.NothingMissing)]
    [InlineData(PartBroken.WakeCountedToRecord, PartSpec.ToldOnce)]
    [InlineData(PartBroken.WakesOneByOne, PartSpec.NothingStays)]
    [InlineData(PartBroken.PartIsWholeStep, PartSpec.NothingMissing)]
    public void A_rule_that_is_broken_is_missed(PartBroken broken, string requirement)
    {
        Check.Exhaustive(PartSpec.With(broken), out var violation, output.WriteLine, StatesMax, Depth);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
