using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Tests.Enforcement;

/// <summary>What nobody can be sure of is a violation: a purpose that no permit takes, a term that only looks like one, a value that cannot be compared.</summary>
public sealed class FailClosedTests
{
    private const string Care = "  - { id: care, permit: { operation: dpv:Use, purposes: dpv:CustomerCare, categories: [pd:Financial, pd:Contact], attributes.region: [US, CA] } }";

    private const string Marketing = "  - { id: ads, permit: { operation: dpv:Use, purposes: dpv:Marketing, not: { attributes.region: EU } } }";

    [Theory]
    [InlineData("dpv:CustomerCare", "pd:Financial", "US", true)]
    [InlineData("dpv:CustomerCare", "pd:Financial pd:Contact", "US CA", true)]
    [InlineData("dpv:CustomerCare dpv:TargetedAdvertising", "pd:Financial", "US", true)] // each purpose by a permit of its own
    [InlineData("dpv:CustomerCare acme:Resale", "pd:Financial", "US", false)]
    [InlineData("dpv:CustomerCare", "pd:Financial pd:Health", "US", false)]
    [InlineData("dpv:CustomerCare", "pd:Financial", "US EU", false)]
    [InlineData("dpv:CustomerCare dpv:Marketing", "pd:Financial", "US EU", false)]
    [InlineData("", "pd:Financial", "US", false)]
    [InlineData("dpv:CustomerCare", "", "US", false)]
    public void A_permit_must_take_every_purpose_and_every_other_value(string purposes, string categories, string regions, bool isPermitted) =>
        Assert.Equal(isPermitted ? [] : [BuiltInClauses.NotPermitted], Judged($"{Care}\n{Marketing}", Touch(purposes, categories, $"[{Quoted(regions)}]")));

    [Fact]
    public void Values_are_not_joined_across_permits_or_alternatives()
    {
        const string Permits = """
              - { id: both, permit: { operation: dpv:Use, any: [{ categories: pd:Financial }, { categories: pd:Contact }] } }
            """;

        Assert.Empty(Judged(Permits, Touch("", "pd:Contact", "[]")));
        Assert.Equal([BuiltInClauses.NotPermitted], Judged(Permits, Touch("", "pd:Contact pd:Financial", "[]")));
    }

    [Theory]
    [InlineData("\"operation\": \"dpv:share\"")]
    [InlineData("\"operation\": \"https://w3id.org/dpv/2.3#Share\"")]
    [InlineData("\"operation\": \"dpv:Use\", \"purposes\": [\"dpv:CustomerCare\", \"dpv:Share\"]")]
    [InlineData("\"operation\": \"dpv:Use\", \"purposes\": [\"Retargeting\"]")]
    [InlineData("\"operation\": \"dpv:Use\", \"categories\": [\"Bank Account\"]")]
    [InlineData("\"operation\": \"dpv:Use\", \"attributes\": { \"region\": { \"code\": \"US\" } }")]
    [InlineData("\"operation\": \"dpv:Use\", \"attributes\": { \"region\": [[\"US\"]] }")]
    public void A_touch_that_hides_something_is_one_violation_even_without_permits(string data) =>
        Assert.Equal([BuiltInClauses.NotPermitted], Judged("  - { id: none, prohibit: dpv:Share }", data));

    [Fact]
    public void A_fact_stays_a_fact_whatever_it_has() =>
        Assert.Empty(Judged("  - { id: none, prohibit: dpv:Share }", "\"operation\": \"ConsentGiven\", \"purposes\": [\"dpv:share\"], \"attributes\": { \"a\": {} }"));

    [Theory]
    [InlineData("https://w3id.org/dpv#Share")]
    [InlineData("DPV:Share")]
    [InlineData(" dpv:Share ")]
    public void Another_spelling_of_a_term_evades_no_prohibition(string operation) =>
        Assert.Equal(["none"], Judged("  - { id: none, prohibit: dpv:Share }", $"\"operation\": \"{operation}\""));

    [Fact]
    public void A_word_of_ones_own_is_a_term_where_a_set_lists_it()
    {
        var bank = new Bank().With(Bank.Agreements("  - { id: own, permit: { purposes: Own } }", head: "sets: { Own: [Retargeting, \"Caf\u00E9\"] }"));

        Assert.Empty(bank.Judge(Bank.Read(0, "\"operation\": \"dpv:Use\", \"purposes\": [\" Retargeting\", \"Cafe\u0301\"]")));
        Assert.Single(bank.Judge(Bank.Read(1, "\"operation\": \"dpv:Use\", \"purposes\": [\"Retargeting\", \"Tracking\"]")));
    }

    [Fact]
    public void An_opaque_value_is_present_equals_nothing_and_makes_match_and_distinct_miss_the_field()
    {
        const string Clauses = """
              - { id: there, prohibit: { attributes.region: "*" } }
              - { id: us, prohibit: { attributes.region: US } }
              - { id: few, limit: { distinct: attributes.region, max: 0, sliding: PT1H } }
            """;

        Assert.Equal([BuiltInClauses.NotPermitted, "there"], Judged(Clauses, Touch("", "", "{\"code\": \"US\"}")));
        Assert.Equal([BuiltInClauses.NotPermitted, "there", "us"], Judged(Clauses, Touch("", "", "[\"US\", {}]")));
        Assert.Equal(["there", "us", "few"], Judged(Clauses, Touch("", "", "[\"US\", null]")));
    }

    [Fact]
    public void A_draft_names_no_fact_that_the_version_in_force_does_not_know()
    {
        var bank = new Bank().With(
            Bank.Agreements("  - { id: none, prohibit: dpv:Share }"),
            Bank.Agreements("  - { id: copies, limit: { when: Copy, count: 0, sliding: PT1H } }", version: 2, head: "status: draft"));

        Assert.Equal(
            [(1, BuiltInClauses.NotPermitted, ClauseMode.Enforce), (2, "copies", ClauseMode.Shadow)],
            bank.Judge(0, "Copy").Select(violation => (violation.Agreement!.Value, violation.Clause, violation.Mode)));
    }

    [Fact]
    public void A_drafts_longer_tolerance_delays_no_deadline()
    {
        const string Erase = "  - { id: erase, oblige: { after: ErasureRequested, do: dpv:Erase, within: PT1H } }";
        var bank = new Bank().With(Bank.Agreements(Erase), Bank.Agreements(Erase, version: 2, head: "status: draft\ntolerance: P1D"));
        bank.Judge(0, "ErasureRequested");

        Assert.Contains(bank.Judge(71, "ConsentGiven"), violation => violation is { Clause: "erase", Mode: ClauseMode.Enforce });
    }

    [Fact]
    public void What_fails_in_a_drafts_lane_leaves_out_that_lanes_verdicts_alone()
    {
        // A bound that nobody can set makes the judge itself fail on what a sliding limit counts.
        var bank = new Bank(new MemoryBounds { EntriesMax = -5 }).With(
            Bank.Agreements("  - { id: none, prohibit: dpv:Use }"),
            Bank.Agreements("  - { id: few, limit: { when: dpv:Use, count: 0, sliding: PT1H } }\n  - { id: also, prohibit: dpv:Use }", version: 2, head: "status: draft"));

        Assert.All(Enumerable.Range(0, 3), minute => Assert.Equal(["none"], bank.Judge(minute, "dpv:Use").Select(violation => violation.Clause)));
        Assert.NotNull(bank.DraftFailure);
        Assert.Empty(bank.Judge(4, "ConsentGiven"));
        Assert.Null(bank.DraftFailure);
    }

    [Fact]
    public void A_violation_says_by_which_version_of_the_sheet_it_was_judged() =>
        Assert.Equal(Violation.SemanticsNow, Assert.Single(new Bank().With(Bank.Agreements("  - { id: none, prohibit: dpv:Use }")).Judge(0, "dpv:Use")).Semantics);

    private static IEnumerable<string> Judged(string clauses, string data) => new Bank().With(Bank.Agreements(clauses)).Judge(Bank.Read(0, data)).Select(violation => violation.Clause);

    private static string Touch(string purposes, string categories, string region) =>
        $$"""
        "operation": "dpv:Use", "purposes": [{{Quoted(purposes)}}], "categories": [{{Quoted(categories)}}], "attributes": { "region": {{region}} }
        """;

    private static string Quoted(string words) => string.Join(", ", words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""));
}
