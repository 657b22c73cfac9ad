using Covenant.Contracts.Violations;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Proving;
using Covenant.Tests.Violations;

namespace Covenant.Tests.Faults;

/// <summary>The judge of the fault tests can say no.</summary>
public class ComparisonTests
{
    private const string Topic = "datause.paypal.violations.v1";

    private readonly Comparison _comparison = new();

    [Fact]
    public void What_is_told_once_and_expected_once_is_right_in_either_order()
    {
        Tell("v-1", 1);
        Expect(1);
        Expect(2);
        Assert.Equal(1, _comparison.Missing);
        Tell("v-2", 2);
        _comparison.ExpectDeadLetter("datause.events.v1", 0, 7);
        _comparison.TellDeadLetter("datause.events.v1", 0, 7);

        Assert.Empty(_comparison.Differences());
        Assert.Equal((3, 3, 0), (_comparison.Told, _comparison.Expected, _comparison.Missing));
    }

    [Fact]
    public void A_planted_missing_one_is_found()
    {
        Expect(1);
        _comparison.ExpectDeadLetter("datause.events.v1", 0, 7);

        Assert.Equal(2, _comparison.Missing);
        Assert.Equal([DifferenceKind.Missing, DifferenceKind.Missing], Kinds());
    }

    [Fact]
    public void A_planted_invented_one_is_found()
    {
        Tell("v-1", 1);
        _comparison.TellDeadLetter("datause.events.v1", 0, 7);

        Assert.Equal([DifferenceKind.Invented, DifferenceKind.Invented], Kinds());
    }

    [Fact]
    public void A_planted_doubled_one_is_found_though_the_oracle_found_two()
    {
        Expect(1);
        Expect(1);
        Tell("v-1", 1);
        Tell("v-1", 1);
        _comparison.ExpectDeadLetter("datause.events.v1", 0, 7);
        _comparison.TellDeadLetter("datause.events.v1", 0, 7);
        _comparison.TellDeadLetter("datause.events.v1", 0, 7);

        Assert.Equal([DifferenceKind.Doubled, DifferenceKind.Doubled, DifferenceKind.Missing], Kinds());
    }

    [Fact]
    public void Two_that_differ_in_their_id_alone_are_right_where_the_oracle_found_two()
    {
        Expect(1);
        Expect(1);
        Tell("v-1", 1);
        Tell("v-2", 1);

        Assert.Empty(_comparison.Differences());
    }

    [Fact]
    public void One_that_says_something_else_is_missing_and_invented()
    {
        Expect(1);
        _comparison.Tell(At(1) with { Late = true }, Topic, Topic);

        Assert.Equal([DifferenceKind.Missing, DifferenceKind.Invented], Kinds());
    }

    [Fact]
    public void One_in_another_banks_topic_is_invented_there_and_missing_here()
    {
        Expect(1);
        _comparison.Tell(At(1), "datause.other.violations.v1", Topic);

        Assert.Equal([DifferenceKind.Invented, DifferenceKind.Missing], Kinds());
    }

    private void Tell(string id, long offset) => _comparison.Tell(At(offset) with { Id = id }, Topic, Topic);

    private void Expect(long offset) => _comparison.Expect(2, OracleVerdict.Of(At(offset)));

    private IEnumerable<DifferenceKind> Kinds() => _comparison.Differences().Select(difference => difference.Kind);

    private static Violation At(long offset) => ViolationSample.Unattended with { Position = new("datause.events.v1", 2, offset) };
}
