namespace Covenant.Tests.Scenarios;

public class VersionScenarios
{
    private const string Two = """
        effective: 2026-01-05T10:00:00Z
        clause one: prohibit dpv:Use
        version 2
        effective: 2026-01-05T11:00:00Z
        clause two: prohibit dpv:Use

        """;

    [Fact]
    public void A_version_is_in_force_from_its_effective_instant_on() => Scenario.Check(Two + """
        09:59:59.9999999 Use violates no-agreement
        10:00 Use            violates one v1
        10:59:59.9999999 Use violates one v1
        11:00 Use            violates two v2
        """);

    [Fact]
    public void An_event_is_judged_by_the_version_of_its_own_time_whatever_came_before() => Scenario.Check(Two + """
        11:05 Use violates two v2
        10:59 Use violates one v1
        09:00 Use violates no-agreement late
        """);

    [Fact]
    public void Of_equally_effective_versions_the_greatest_judges() => Scenario.Check("""
        version 7
        clause seven: prohibit dpv:Use
        version 3
        clause three: prohibit dpv:Use
        10:00 Use violates seven v7
        """);

    [Fact]
    public void Without_a_version_in_force_every_touch_is_a_violation_and_no_fact_is() => Scenario.Check("""
        effective: 2026-01-06T00:00:00Z
        clause none: prohibit ConsentGiven
        10:00 Use          violates no-agreement
        10:01 Peeked       violates no-agreement
        10:02 ConsentGiven ok
        """);

    [Fact]
    public void An_institution_that_abstained_or_retired_allows_no_touch() => Scenario.Check("""
        clause care: permit { operation: dpv:Use }
        version 2
        effective: 2026-01-05T11:00:00Z
        status: retired
        agreement union
        status: abstained
        10:00 Use                   ok
        11:00 Use                   violates no-agreement v2
        11:01 Use institution=union violates no-agreement v1
        11:02 Notified              ok
        """);

    [Fact]
    public void A_draft_is_judged_in_shadow_beside_what_is_in_force() => Scenario.Check("""
        clause a: prohibit dpv:Use
        version 2
        status: draft
        effective: 2026-01-05T10:30:00Z
        clause care: permit { purposes: [dpv:CustomerCare] }
        clause b: prohibit dpv:Use
        10:00 Use    violates a v1
        10:30 Use    violates a v1; violates not-permitted shadow v2; violates b shadow v2
        10:31 Peeked violates not-permitted v1; violates not-permitted shadow v2
        """);

    [Fact]
    public void While_there_is_but_a_draft_every_touch_is_a_violation() => Scenario.Check("""
        status: draft
        clause a: prohibit dpv:Share
        10:00 Use   violates no-agreement
        10:01 Share violates no-agreement; violates a shadow v1
        """);

    [Fact]
    public void The_latest_draft_alone_is_judged_of_several() => Scenario.Check("""
        clause a: prohibit dpv:Share
        version 2
        status: draft
        clause b: prohibit dpv:Use
        version 3
        status: draft
        effective: 2026-01-05T10:00:00Z
        clause c: prohibit dpv:Use
        09:59 Use violates b shadow v2
        10:00 Use violates c shadow v3
        """);

    [Fact]
    public void Institutions_are_judged_each_by_its_own_agreement() => Scenario.Check("""
        clause a: prohibit dpv:Use
        agreement union
        clause b: prohibit dpv:Share
        10:00 Use                     violates a
        10:00 Use institution=union   ok
        10:00 Share institution=union violates b
        """);

    [Fact]
    public void Versions_that_share_a_definition_share_its_memory() => Scenario.Check("""
        clause q: limit { when: { operation: dpv:Use }, count: 2, sliding: PT1H }
        version 2
        effective: 2026-01-05T10:30:00Z
        clause renamed: limit { when: { operation: dpv:Use }, count: 1, sliding: PT1H }
          severity: minor
        10:00 Use ok
        10:20 Use ok
        10:30 Use violates renamed 3 > 1 by e1,e2,e3 v2
        10:25 Use violates q 3 > 2 by e1,e2,e4 v1
        """);

    [Fact]
    public void A_version_not_yet_in_force_remembers_already() => Scenario.Check("""
        clause none: prohibit dpv:Share
        version 2
        effective: 2026-01-05T11:00:00Z
        clause q: limit { when: { operation: dpv:Use }, count: 1, total: true }
        10:00 Use ok
        11:00 Use violates q 2 > 1 by e1,e2
        """);

    [Fact]
    public void A_customer_without_an_agreement_in_force_is_remembered() => Scenario.Check("""
        effective: 2026-01-05T11:00:00Z
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven }
        10:00 ConsentGiven ok
        10:30 Use          violates no-agreement
        11:00 Use          ok
        """);
}
