using CsCheck;

namespace Covenant.Tests.Delivery;

public sealed class AddedSpecTests(ITestOutputHelper output)
{
    private const int StatesMax = 100_000;

    [Fact]
    public void Whatever_happens_an_added_partition_waits_for_the_others_and_they_for_it()
    {
        var report = Check.Exhaustive(AddedSpec.With(AddedBroken.Nothing), output.WriteLine, StatesMax);

        Assert.True(report.Closed, report.ToString());
        Assert.Empty(report.NeverFired);
    }

    [Theory]
    [InlineData(AddedBroken.NewReadAtOnce, AddedSpec.OlderFirst)]
    [InlineData(AddedBroken.OlderReadOn, AddedSpec.OlderWaits)]
    [InlineData(AddedBroken.EndsNotShared, AddedSpec.NeverStuck)]
    [InlineData(AddedBroken.EndsWrittenAgain, AddedSpec.NeverStuck)]
    public void A_rule_that_is_broken_is_missed(AddedBroken broken, string requirement)
    {
        Check.Exhaustive(AddedSpec.With(broken), out var violation, output.WriteLine, StatesMax);

        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Equal(requirement, violation.Id);
    }
}
