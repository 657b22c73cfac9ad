using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class HeldSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 1_000_000;

    private const int Depth = 16;

    [Fact]
    public void Whatever_happens_what_is_held_is_judged_in_order_and_told_once()
    {
        var report = Check.Exhaustive(HeldSpec.With(HeldBroken.Nothing), output.WriteLine, StatesMax, Depth);

        Assert.True(report.Depth >= Depth && report.States < StatesMax, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(HeldBroken.TombstoneBeforeStored, HeldSpec.NeverLost)]
    [InlineData(HeldBroken.TombstoneApart, HeldSpec.ToldOnce)]
    [InlineData(HeldBroken.ResumesEarly, HeldSpec.InOrder)]
    [InlineData(HeldBroken.ResumesBeforeCommitted, HeldSpec.NothingMissing)]
    [InlineData(HeldBroken.AsksHeld, HeldSpec.NothingMissing)]
    [InlineData(HeldBroken.PartitionPublished, HeldSpec.NothingMissing)]
    [InlineData(HeldBroken.PutPublishedAlone, HeldSpec.ToldOnce)]
    [InlineData(HeldBroken.PutTwice, HeldSpec.NothingMissing)]
    [InlineData(HeldBroken.BelowPublishedNotPut, HeldSpec.NeverLost)]
    [InlineData(HeldBroken.HeldDespiteGap, HeldSpec.NeverLost)]
    [InlineData(HeldBroken.ToldBeyondStep, HeldSpec.ToldOnce)]
    [InlineData(HeldBroken.ReleasedBeforeCaughtUp, HeldSpec.NeverLost)]
    [InlineData(HeldBroken.ClockAnsweredAgain, HeldSpec.ToldOnce)]
    [InlineData(HeldBroken.CheckpointBeforePut, HeldSpec.NeverLost)]
    public void A_rule_that_is_broken_is_missed(HeldBroken broken, string requirement)
    {
        Check.Exhaustive(HeldSpec.With(broken), out var violation, output.WriteLine, StatesMax, Depth);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
