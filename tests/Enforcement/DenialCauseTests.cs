using Covenant.Contracts.Violations;

namespace Covenant.Tests.Enforcement;

/// <summary>A denial names its cause: the nearest permit, what it asked in vain, and the event on which that rests.</summary>
public sealed class DenialCauseTests
{
    private const string Consent = "  - { id: analysis, permit: dpv:Analyse, while: { since: { start: ConsentGiven, end: ConsentWithdrawn } } }";

    private const string Care = "  - { id: care, permit: { purposes: dpv:CustomerCare } }\n",
        Cats = "  - { id: cats, permit: { operation: dpv:Store, categories: pd:Financial, region: [US, CA] } }\n",
        NotCorp = "  - { id: notcorp, permit: { operation: dpv:Share, not: { recipient: EvilCorp } } }\n";

    [Fact]
    public void Consent_that_was_withdrawn_is_named_with_the_event_that_withdrew_it()
    {
        var bank = Bank(Consent);
        bank.Judge(0, "ConsentGiven");
        bank.Judge(1, "ConsentWithdrawn");

        var denial = Assert.Single(bank.Judge(2, "dpv:Analyse"));

        Assert.Equal(
            "dpv:Analyse is not permitted: clause `analysis` permits it only while there was a ConsentGiven and no ConsentWithdrawn since, "
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
    public void What_never_happened_is_not_blamed_on_a_purpose_that_no_clause_asks() =>
        Assert.Equal(
            "dpv:Use is not permitted: clause `a` permits it only while there was an Approved before, and there was none",
            Assert.Single(Bank("  - { id: a, permit: dpv:Use, while: { once: Approved } }").Judge(0, "dpv:Use")).Reason);

    [Fact]
    public void An_exception_that_holds_is_named()
    {
        var bank = Bank("  - { id: use, permit: dpv:Use, unless: { once: ConversationMoved } }");
        bank.Judge(0, "ConversationMoved");

        var denial = Assert.Single(bank.Judge(1, "dpv:Use"));

        Assert.Contains("clause `use` permits it unless there was a ConversationMoved before, and event `ConversationMoved-0-` of 2026-03-01T00:00:00Z was one", denial.Reason, StringComparison.Ordinal);
        Assert.Equal("ConversationMoved-0-", Assert.Single(denial.Witnesses).Id);
    }

    [Theory]
    [InlineData("since: { start: ConversationOpened, end: ConversationClosed }, match: [item]", "ConversationOpened", "there was a ConversationOpened of the same item and no ConversationClosed since, and the touch has no `item`")]
    [InlineData("once: Approved, match: [item]", "Approved", "there was an Approved before of the same item, and the touch has no `item`")]
    [InlineData("once: Approved, match: [item, conversation]", "Approved", "there was an Approved before of the same conversation and item, and the touch has no `conversation` and no `item`")]
    public void A_touch_without_the_match_key_says_so(string condition, string fact, string why)
    {
        var bank = Bank($"  - {{ id: use, permit: dpv:Use, while: {{ {condition} }} }}");
        bank.Judge(0, fact, "i-1");

        var denial = Assert.Single(bank.Judge(1, "dpv:Use"));

        Assert.Equal($"dpv:Use is not permitted: clause `use` permits it only while {why}", denial.Reason);
        Assert.Empty(denial.Witnesses);
    }

    [Theory]
    [InlineData("  - { id: a, permit: dpv:Analyse, while: { once: Approved } }\n" + Consent)]
    [InlineData("  - { id: analysis, permit: dpv:Analyse, while: { all: [{ once: Notified }, { once: Approved }, { since: { start: ConsentGiven, end: ConsentWithdrawn } }] } }")]
    [InlineData("  - { id: analysis, permit: dpv:Analyse, unless: { any: [{ once: ErasureRequested }, { not: { since: { start: ConsentGiven, end: ConsentWithdrawn } } }] } }")]
    public void Of_conditions_that_failed_the_one_that_an_event_made_fail_is_named(string clauses)
    {
        var bank = Bank(clauses);
        bank.Judge(0, "Notified");
        bank.Judge(0, "ConsentGiven");
        bank.Judge(1, "ConsentWithdrawn");

        var denial = Assert.Single(bank.Judge(2, "dpv:Analyse"));

        Assert.Contains("clause `analysis` permits it ", denial.Reason, StringComparison.Ordinal);
        Assert.EndsWith("there was a ConsentGiven and no ConsentWithdrawn since, and it ended with event `ConsentWithdrawn-1-` of 2026-03-01T00:01:00Z", denial.Reason, StringComparison.Ordinal);
        Assert.Equal("ConsentWithdrawn-1-", Assert.Single(denial.Witnesses).Id);
    }

    [Fact]
    public void A_condition_that_fails_in_all_its_parts_says_each() =>
        Assert.EndsWith(
            "only while there was an Approved before or (there was a Notified before and there was a ConsentGiven before), and there was none",
            Assert.Single(Bank("  - { id: a, permit: dpv:Use, while: { any: [{ once: Approved }, { all: [{ once: Notified }, { once: ConsentGiven }] }] } }").Judge(0, "dpv:Use")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("hours: '08:00-18:00', zone: Europe/Berlin", "the time is between 08:00 and 18:00 (Europe/Berlin time), and it was Sunday, 2026-03-01 01:00:00 (Europe/Berlin time)")]
    [InlineData("days: [mon, tue]", "the time is on a Monday or Tuesday (UTC time), and it was Sunday, 2026-03-01 00:00:00 (UTC time)")]
    [InlineData("from: 2026-04-01T00:00:00Z", "the time is at or after 2026-04-01T00:00:00Z, and it was 2026-03-01T00:00:00Z")]
    public void Agreed_times_are_said_and_the_time_that_it_was(string during, string why) =>
        Assert.Equal(
            $"dpv:Use is not permitted: clause `use` permits it only while {why}",
            Assert.Single(Bank($"  - {{ id: use, permit: dpv:Use, while: {{ during: {{ {during} }} }} }}").Judge(0, "dpv:Use")).Reason);

    [Theory]
    [InlineData("\"operation\": \"dpv:Store\", \"categories\": [\"pd:BankAccount\"], \"region\": \"DE\"", "dpv:Store is not permitted: the nearest permit, clause `cats`, does not take it: `region` is `DE`, not `US` or `CA`")]
    [InlineData("\"operation\": \"dpv:Store\", \"categories\": [\"pd:Financial\", \"pd:Health\"], \"region\": \"US\"",
        "dpv:Store is not permitted: the nearest permit, clause `cats`, does not take it: of `categories` it takes `pd:Financial` but not `pd:Health`, and one permit must take both")]
    [InlineData("\"operation\": \"dpv:Share\", \"recipient\": \"EvilCorp\"", "dpv:Share is not permitted: the nearest permit, clause `notcorp`, does not take it: `not` excepts it because `recipient` is `EvilCorp`")]
    [InlineData("\"operation\": \"dpv:Delete\"", "dpv:Delete is not permitted: the nearest permit, clause `care`, does not take it: `purposes` is missing, and `dpv:CustomerCare` is asked for")]
    [InlineData("\"operation\": \"dpv:Use\", \"purposes\": [\"dpv:CustomerCare\", \"acme:Resale\"]",
        "dpv:Use is not permitted for acme:Resale: the nearest permit, clause `care`, does not take it: `purposes` is `acme:Resale`, not `dpv:CustomerCare`")]
    public void Where_no_permit_takes_it_the_nearest_is_named_and_what_refused(string data, string reason)
    {
        var denial = Assert.Single(Bank(Care + Cats + NotCorp).Judge(Enforcement.Bank.Read(0, data)));

        Assert.Equal(reason, denial.Reason);
        Assert.Empty(denial.Witnesses);
    }

    [Theory]
    [InlineData("{ purposes: dpv:Marketing }", "{ operation: dpv:Use, purposes: dpv:CustomerCare, region: US }", "`region` is `DE`, not `US`")]
    [InlineData("{ operation: dpv:Share, purposes: dpv:CustomerCare, region: DE }", "{ operation: dpv:Use, actor: ads }", "`actor` is missing, and `ads` is asked for")]
    [InlineData("{ operation: dpv:Use, purposes: dpv:Marketing, region: US }", "{ operation: dpv:Share, region: DE }", "`operation` is `dpv:Use`, not `dpv:Share`")]
    [InlineData("{ operation: dpv:Share, region: US }", "{ region: US, any: [{ operation: dpv:Share }, { operation: dpv:Use, actor: '*' }] }",
        "`region` is `DE`, not `US`; none of `any` takes it (`operation` is `dpv:Use`, not `dpv:Share`; `actor` is missing)")]
    [InlineData("{ purposes: dpv:Marketing, region: US }", "{ any: [{ region: US, role: agent }, { role: agent }] }",
        "none of `any` takes it (`region` is `DE`, not `US`, and `role` is missing, and `agent` is asked for; `role` is missing, and `agent` is asked for)")]
    [InlineData("{ operation: dpv:Use, region: US }", "{ operation: dpv:Use, purposes: dpv:CustomerCare, not: { region: DE, actor: ads }, any: [{ region: DE }], role: agent }", "`role` is missing, and `agent` is asked for")]
    public void The_nearest_refuses_in_fewest_places_then_is_for_the_operation_then_agrees_most(string farther, string nearer, string why) =>
        Assert.Equal(
            $"dpv:Use is not permitted for dpv:CustomerCare: the nearest permit, clause `b`, does not take it: {why}",
            Assert.Single(Bank($"  - {{ id: a, permit: {farther} }}\n  - {{ id: b, permit: {nearer} }}")
                .Judge(Enforcement.Bank.Read(0, "\"operation\": \"dpv:Use\", \"purposes\": [\"dpv:CustomerCare\"], \"region\": \"DE\""))).Reason);

    [Fact]
    public void A_reason_stays_short_however_many_values_there_are()
    {
        var listed = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"r{i}"));
        var alternatives = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"{{ actor: a{i} }}"));

        Assert.EndsWith(
            "`region` is `DE`, not `r0`, `r1`, `r2`, `r3` or others; none of `any` takes it (`actor` is missing, and `a0` is asked for; `actor` is missing, and `a1` is asked for; "
                + "`actor` is missing, and `a2` is asked for; `actor` is missing, and `a3` is asked for; others)",
            Assert.Single(Bank($"  - {{ id: a, permit: {{ region: [{listed}], any: [{alternatives}] }} }}").Judge(Enforcement.Bank.Read(0, "\"operation\": \"dpv:Use\", \"region\": \"DE\""))).Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ operation: dpv:Use, any: [{ region: US }, { role: agent }] }", "a dpv:Use (with region US or with role agent)")]
    [InlineData("{ any: [{ region: US }, { operation: dpv:Share, role: agent }] }", "an event with region US or dpv:Share with role agent")]
    [InlineData("{ operation: dpv:Use, region: US, not: { role: agent } }", "a dpv:Use with region US but not (with role agent)")]
    public void A_selector_within_a_condition_reads_as_one_phrase(string selector, string phrase) =>
        Assert.Contains(
            $"only while there was {phrase} before, and",
            Assert.Single(Bank($"  - {{ id: a, permit: dpv:Delete, while: {{ once: {selector} }} }}").Judge(0, "dpv:Delete")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"operation\": \"dpv:share\"", "the vocabulary has no operation `dpv:share`, so no clause can permit it")]
    [InlineData("\"operation\": \"dpv:Use\", \"categories\": [\"dpv:Use\"]", "the vocabulary has no category `dpv:Use`, so no clause can permit the touch")]
    [InlineData("\"operation\": \"dpv:Use\", \"purposes\": [\"Ads\"]", "the purpose `Ads` is no term and in no set of the agreement, so no clause can permit the touch")]
    [InlineData("\"operation\": \"dpv:Use\", \"attributes\": { \"a\": 1, \"b\": {} }", "the attribute `b` has a value that is an object or a list, which nobody can compare, so no clause can permit the touch")]
    [InlineData("\"operation\": \"Peeked\"", "`Peeked` is neither an operation nor a fact that the agreement knows, so no clause can permit it")]
    [InlineData("\"operation\": \"acme corp:X\"", "the operation `acme corp:X` has white space or a character that is not seen inside, which no term has, so no clause can permit it")]
    [InlineData("\"operation\": \"acm\u00E9:X\"", "the operation `acm\u00E9:X` has before its colon another character than ASCII letters, digits, `.`, `_` and `-`, which no prefix has, so no clause can permit it")]
    [InlineData("\"operation\": \":X\"", "the operation `:X` has no prefix before its colon, so no clause can permit it")]
    [InlineData("\"operation\": \"https://w3id.org/dpv/x#Use\"", "the vocabulary has no operation `https://w3id.org/dpv/x#Use`, so no clause can permit it")]
    public void A_hidden_touch_says_what_hides_it(string data, string reason) =>
        Assert.Equal(reason, Assert.Single(Bank("  - { id: none, prohibit: dpv:Share }").Judge(Enforcement.Bank.Read(0, data))).Reason);

    private static Bank Bank(string clauses) => new Bank().With(Enforcement.Bank.Agreements(clauses));
}
