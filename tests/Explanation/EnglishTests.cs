using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Tests.Explanation;

public sealed class EnglishTests
{
    [Theory]
    [InlineData("permit: { purposes: dpv:CustomerCare }",
        "Touches for `dpv:CustomerCare` are permitted. Every purpose of a touch needs a `permit` clause that takes it; a touch with one that none takes violates `not-permitted`.")]
    [InlineData("{ permit: { purposes: dpv:CustomerCare }, while: { since: { start: ConsentGiven, end: ConsentWithdrawn } } }",
        "Touches for `dpv:CustomerCare` are permitted, as long as a `ConsentGiven` fact has come and no `ConsentWithdrawn` fact since. Every purpose of a touch needs a `permit` clause that takes it; a touch with one that none takes violates `not-permitted`.")]
    [InlineData("prohibit: { operation: dpv:Store, not: { region: [US, CA] } }",
        "`dpv:Store` touches (but not those in the region `US` or `CA`) must not happen. Each one is a violation.")]
    [InlineData("{ prohibit: dpv:Share, unless: { once: Approved, within: PT15M, match: [item] } }",
        "`dpv:Share` touches must not happen, unless an `Approved` fact has come with the same item in the 15 minutes before. Each one is a violation.")]
    [InlineData("{ prohibit: dpv:Transmit, while: { during: { days: [sat, sun], hours: '21:00-08:00', zone: Europe/Berlin } } }",
        "`dpv:Transmit` touches must not happen, as long as the time is on a Saturday or Sunday, between 21:00 and 08:00 (Europe/Berlin time). Each one is a violation.")]
    [InlineData("limit: { when: { operation: dpv:Use, customerPresent: false }, count: 4, sliding: PT24H }",
        "At most 4 `dpv:Use` touches while the customer is not present in any 24 hours, for each customer; a fifth is a violation.")]
    [InlineData("limit: { when: dpv:Export, count: 0, total: true }",
        "No `dpv:Export` touches at all ever, for each customer; the first is a violation.")]
    [InlineData("limit: { when: dpv:Access, sum: records, max: 10000, calendar: day, zone: America/Los_Angeles, per: institution }",
        "At most 10,000 records in all through `dpv:Access` touches in each calendar day (America/Los_Angeles time), over all customers together; the event that takes the sum higher is a violation.")]
    [InlineData("limit: { when: dpv:Access, distinct: customer, max: 3, fixed: PT1H, per: [institution, actor] }",
        "At most 3 different customers among `dpv:Access` touches in each hour of the clock, for each actor, over all customers together; an event while there are more is a violation, from a fourth customer on.")]
    [InlineData("oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: [item] }",
        "After a `ConsentWithdrawn` fact, a `dpv:Erase` touch with the same item must follow within 30 days. Where none has, that is a violation at the deadline. One that came up to 10 minutes before counts too.")]
    [InlineData("oblige: { after: ErasureRequested, do: Notified, within: P3D, forEach: { seen: dpv:Share, bind: recipient } }",
        "After an `ErasureRequested` fact, a `Notified` fact must follow within 3 days for each different `recipient` among the customer's earlier `dpv:Share` touches, with that `recipient`. Where none has, that is a violation at the deadline. One that came up to 10 minutes before counts too.")]
    [InlineData("oblige: { after: ConsentGiven, do: Notified, every: P1M, until: ConsentWithdrawn }",
        "After a `ConsentGiven` fact, a `Notified` fact must come in every period of 1 month that begins with it, until a `ConsentWithdrawn` fact. Each period without one is a violation, at its end.")]
    public void A_clause_reads_as_a_sentence(string clause, string meaning) => Assert.Equal(meaning, Explain(clause).Meaning);

    [Theory]
    [InlineData("prohibit: { purposes: dpv:Marketing }", "an event for `dpv:TargetedAdvertising` is flagged.")]
    [InlineData("limit: { when: dpv:Share, count: 1, sliding: PT24H }", "a `dpv:Share` touch at 2 Mar 12:00 and 3 Mar 00:00: the one at 3 Mar 00:00 is flagged, 2 in 24 hours.")]
    [InlineData("oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P1M }", "a `ConsentWithdrawn` fact at 2 Mar 12:00, and no `dpv:Erase` touch by 2 Apr 12:00: flagged at 2 Apr 12:00, the deadline.")]
    public void An_example_shows_what_is_flagged(string clause, string example) => Assert.Equal(example, Explain(clause).Example);

    [Fact]
    public void Notes_say_what_a_term_stands_for_and_what_becomes_of_a_violation() =>
        Assert.Equal(
            ["`dpv:Remove` stands also for `dpv:Delete`, `dpv:Destruct` and `dpv:Erase`", "severity: critical",
                "in shadow: what it flags is seen by the operator alone, never by the institution", "remedy: A fee."],
            Explain("{ prohibit: dpv:Remove, severity: critical, mode: shadow, remedy: A fee. }").Notes);

    [Theory]
    [InlineData("active", "in force from 2026-01-01T00:00:00Z until a later version takes effect. It has no `permit` clause, so every touch is allowed that no other clause forbids.")]
    [InlineData("draft", "a draft. From 2026-01-01T00:00:00Z on it is judged in shadow, beside what is in force; the institution sees nothing of it.")]
    [InlineData("abstained", "abstained. From 2026-01-01T00:00:00Z on, every touch of its customers' data violates `no-agreement`.")]
    [InlineData("retired", "ended. From 2026-01-01T00:00:00Z on, every touch of its customers' data violates `no-agreement`.")]
    public void The_summary_says_how_the_status_judges(string status, string summary) =>
        Assert.Contains(summary, AgreementExplainer.Explain(Clauses.Read("prohibit: dpv:Use", status)).Summary, StringComparison.Ordinal);

    private static ClauseExplanation Explain(string clause) => Assert.Single(AgreementExplainer.Explain(Clauses.Read(clause)).Clauses);
}
