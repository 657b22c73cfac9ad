using Covenant.Contracts.Explanation;

namespace Covenant.Tests.Explanation;

public sealed class AgreementWarningTests
{
    [Theory]
    [InlineData("prohibit: ConversationOpend", "`ConversationOpend` is a fact of this agreement's own; did you mean `ConversationOpened`?")]
    [InlineData("prohibit: { operation: [use] }", "`use` is a fact of this agreement's own; did you mean `dpv:Use`?")]
    [InlineData("permit: { operation: ConsentGiven }", "it permits facts alone, and a `permit` judges touches: it can never match")]
    [InlineData("{ permit: { operation: dpv:Use }, severity: minor }", "`severity`, `report` and `remedy` have no effect on a `permit`: what it does not take violates `not-permitted`")]
    [InlineData("limit: { when: { customerPresent: false }, count: 4, sliding: PT24H }", "`when` names no `operation`, so facts such as `ConversationOpened` count too")]
    [InlineData("prohibit: { operation: dpv:Access, not: { operation: dpv:Use } }", "a selector in it can never take an event: its `not` takes all that the rest does")]
    public void What_is_hardly_meant_is_warned_of(string clause, string warning) =>
        Assert.Equal([new AgreementWarning("c0", warning)], AgreementWarnings.Of(Clauses.Read(clause)));

    [Theory]
    [InlineData("prohibit: TransferCompleted")]
    [InlineData("prohibit: { operation: dpv:Use, not: { operation: dpv:Access } }")]
    [InlineData("prohibit: { operation: dpv:Store, not: { region: US } }")]
    [InlineData("limit: { when: { operation: dpv:Use }, count: 4, sliding: PT24H }")]
    public void What_is_meant_is_let_be(string clause) => Assert.Empty(AgreementWarnings.Of(Clauses.Read(clause)));

    [Fact]
    public void A_permit_that_a_prohibition_covers_is_warned_of() =>
        Assert.Equal(
            [new AgreementWarning("c0", "what it permits is always prohibited by clause `c1`, and prohibitions win")],
            AgreementWarnings.Of(Clauses.ReadAll("active", "permit: { purposes: dpv:Advertising }", "prohibit: { purposes: dpv:Marketing }")));

    [Fact]
    public void A_draft_alone_is_warned_of_for_until_it_is_in_force_every_touch_is_a_violation() =>
        Assert.Contains("has only a draft", Assert.Single(AgreementWarnings.OfVersions([Clauses.Read("prohibit: dpv:Use", "draft")])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_later_version_that_takes_effect_earlier_is_warned_of()
    {
        var first = Clauses.Read("prohibit: dpv:Use");
        var second = first with { Version = 2, Effective = new(first.Effective.Ticks - 1) };

        Assert.Contains("takes effect before version 1", Assert.Single(AgreementWarnings.OfVersions([first, second])).Message, StringComparison.Ordinal);
    }
}
