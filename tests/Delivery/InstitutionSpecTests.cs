using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class InstitutionSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 1_000_000;

    private const int Depth = 12;

    [Fact]
    public void Whatever_happens_each_violation_of_a_limit_over_all_customers_is_told_once()
    {
        var report = Check.Exhaustive(InstitutionSpec.With(InstitutionBroken.Nothing), output.WriteLine, StatesMax, Depth);

        Assert.True(report.Depth >= Depth && report.States < StatesMax, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(InstitutionBroken.NotBeside, InstitutionSpec.NothingMissing)]
    [InlineData(InstitutionBroken.OnePosition, InstitutionSpec.NothingMissing)]
    [InlineData(InstitutionBroken.AnsweredBeforeStored, InstitutionSpec.CountStored)]
    [InlineData(InstitutionBroken.NotAskedAgain, InstitutionSpec.NothingMissing)]
    [InlineData(InstitutionBroken.MarkIsIgnored, InstitutionSpec.CountedInOrder)]
    [InlineData(InstitutionBroken.CheckpointBeforeCounted, InstitutionSpec.NothingMissing)]
    [InlineData(InstitutionBroken.PositionApart, InstitutionSpec.ToldOnce)]
    public void A_rule_that_is_broken_is_missed(InstitutionBroken broken, string requirement)
    {
        Check.Exhaustive(InstitutionSpec.With(broken), out var violation, output.WriteLine, StatesMax, Depth);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
