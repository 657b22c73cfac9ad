using Covenant.Contracts.Violations;

namespace Covenant.Tests.Enforcement;

/// <summary>A denial names its cause: the nearest permit, what it asked in vain, and the event on which that rests.</summary>
public sealed class DenialCauseTests
{
    private const string Consent = "  - { id: analysis, permit: dpv:Analyse, while: { since: { start: ConsentGiven, end: ConsentWithdrawn } } }";

    [Fact]
    public void Consent_that_was_withdrawn_is_named_with_the_event_that_withdrew_it()
    {
        var bank = Bank(Consent);
        bank.Judge(0, "ConsentGiven");
        bank.Judge(1, "ConsentWithdrawn");

        var denial = Assert.Single(bank.Judge(2, "dpv:Analyse"));

        Assert.Equal(
            "dpv:Analyse is not permitted without a purpose: clause `analysis` permits it only while there was a ConsentGiven and no ConsentWithdrawn since, "
                + "and it ended with event `ConsentWithdrawn-1-` of 2026-03-01T00:01:00Z",
            denial.Reason);
        Assert.Equal([new Witness("ConsentWithdrawn-1-", Enforcement.Bank.At(1))], denial.Witnesses);
    }

    [Fact]
    public void Consent_that_was_never_given_has_no_witness()
    {
        var denial = Assert.Single(Bank(Consent).Judge(0, "dpv:Analyse"));

        Assert.EndsWith("and it had not begun", denial.Reason, StringComparison.Ordinal);
        Assert.Empty(denial.Witnesses);
    }

    [Fact]
    public void An_exception_that_holds_is_named()
    {
        var bank = Bank("  - { id: use, permit: dpv:Use, unless: { once: ConversationMoved } }");
        bank.Judge(0, "ConversationMoved");

        var denial = Assert.Single(bank.Judge(1, "dpv:Use"));

        Assert.Contains("unless there was a ConversationMoved before, and event `ConversationMoved-0-` of 2026-03-01T00:00:00Z was one", denial.Reason, StringComparison.Ordinal);
        Assert.Equal("ConversationMoved-0-", Assert.Single(denial.Witnesses).Id);
    }

    [Fact]
    public void Where_no_permit_fits_the_nearest_is_named_and_the_purpose_that_it_lacks() =>
        Assert.Equal(
            "dpv:Use is not permitted for acme:Resale: the nearest permit, clause `care`, is for a dpv:Use with purposes dpv:CustomerCare",
            Assert.Single(Bank("  - { id: share, permit: { operation: dpv:Share, purposes: dpv:Marketing } }\n  - { id: care, permit: { operation: dpv:Use, purposes: dpv:CustomerCare } }")
                .Judge(Enforcement.Bank.Read(0, "\"operation\": \"dpv:Use\", \"purposes\": [\"dpv:CustomerCare\", \"acme:Resale\"]"))).Reason);

    [Theory]
    [InlineData("\"operation\": \"dpv:share\"", "the operation `dpv:share` is none that the vocabulary has, so nothing permits it")]
    [InlineData("\"operation\": \"dpv:Use\", \"categories\": [\"dpv:Use\"]", "the category `dpv:Use` is none that the vocabulary has, so nothing permits the touch")]
    [InlineData("\"operation\": \"dpv:Use\", \"purposes\": [\"Ads\"]", "the purpose `Ads` is no term and in no set of the agreement, so nothing permits the touch")]
    [InlineData("\"operation\": \"dpv:Use\", \"attributes\": { \"a\": 1, \"b\": {} }", "the attribute `b` has a value that is an object or a list, which nobody can compare, so nothing permits the touch")]
    [InlineData("\"operation\": \"Peeked\"", "`Peeked` is neither an operation nor a fact that the agreement knows, so nothing permits it")]
    public void A_hidden_touch_says_what_hides_it(string data, string reason) =>
        Assert.Equal(reason, Assert.Single(Bank("  - { id: none, prohibit: dpv:Share }").Judge(Enforcement.Bank.Read(0, data))).Reason);

    private static Bank Bank(string clauses) => new Bank().With(Enforcement.Bank.Agreements(clauses));
}
