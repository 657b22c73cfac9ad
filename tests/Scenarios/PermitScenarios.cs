namespace Covenant.Tests.Scenarios;

public class PermitScenarios
{
    [Fact]
    public void A_touch_that_no_permit_takes_is_a_violation() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
        10:00 Use purposes=dpv:CustomerCare                  ok
        10:01 Use purposes=dpv:CommunicationForCustomerCare  ok
        10:02 Use purposes=dpv:Marketing                     violates not-permitted
        10:03 Use purposes=dpv:Marketing,dpv:CustomerCare    violates not-permitted
        10:04 Use purposes=dpv:CustomerCare,dpv:CommunicationForCustomerCare ok
        """);

    [Fact]
    public void A_touch_without_purposes_or_with_unknown_ones_matches_no_permit_by_purpose() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
        10:00 Use                      violates not-permitted
        10:01 Use purposes=x:Odd       violates not-permitted
        10:02 Use purposes=dpv:Purpose violates not-permitted
        """);

    [Fact]
    public void Without_a_permit_every_touch_but_a_hidden_one_is_allowed() => Scenario.Check("""
        clause no-share: prohibit dpv:Share
        10:00 Use    ok
        10:01 Peeked violates not-permitted
        10:02 Share  violates no-share
        """);

    [Fact]
    public void A_hidden_touch_is_not_permitted_by_any_permit_nor_by_standing_outside_the_scope() => Scenario.Check("""
        scope: { categories: [pd:Financial] }
        clause all: permit { any: [{ operation: "*" }] }
        10:00 Peeked                          violates not-permitted
        10:01 Peeked categories=pd:Financial  violates not-permitted
        10:02 Use categories=pd:BankAccount   ok
        """);

    [Fact]
    public void A_plain_name_that_the_agreement_gives_anywhere_is_a_fact_and_facts_need_no_permit() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
          unless: { once: { not: { any: [Peeked] } } }
        10:00 Peeked             ok
        10:01 ConversationOpened ok
        10:02 Glanced            violates not-permitted
        """);

    [Fact]
    public void A_plain_name_that_another_version_gives_is_a_fact_too() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
        version 2
        effective: 2030-01-01T00:00:00Z
        clause ping: prohibit Pinged
        10:00 Pinged ok
        """);

    [Fact]
    public void A_plain_name_that_a_draft_alone_gives_is_no_fact_where_it_is_enforced() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
        version 2
        effective: 2030-01-01T00:00:00Z
        status: draft
        clause ping: prohibit Pinged
        10:00 Pinged violates not-permitted
        """);

    [Fact]
    public void Outside_of_the_scope_nothing_needs_a_permit() => Scenario.Check("""
        scope: { categories: [pd:Financial] }
        clause care: permit { purposes: [dpv:CustomerCare] }
        10:00 Use purposes=dpv:Marketing                           ok
        10:01 Use purposes=dpv:Marketing categories=pd:BankAccount violates not-permitted
        """);

    [Fact]
    public void A_permit_whose_condition_does_not_hold_takes_nothing() => Scenario.Check("""
        clause after-consent: permit { operation: dpv:Use }
          while: { since: { start: ConsentGiven, end: ConsentWithdrawn } }
        10:00 Use              violates not-permitted
        10:01 ConsentGiven     ok
        10:02 Use              ok
        10:03 ConsentWithdrawn ok
        10:04 Use              violates not-permitted
        """);

    [Fact]
    public void A_shadow_permit_neither_allows_nor_forbids_in_earnest() => Scenario.Check("""
        clause care: permit { purposes: [dpv:CustomerCare] }
        clause trial: permit { purposes: [dpv:Marketing] }
          mode: shadow
        10:00 Use purposes=dpv:CustomerCare ok
        10:01 Use purposes=dpv:Marketing    violates not-permitted
        """);

    [Fact]
    public void Shadow_permits_alone_say_in_shadow_what_they_would_forbid() => Scenario.Check("""
        clause trial: permit { purposes: [dpv:Marketing] }
          mode: shadow
        10:00 Use purposes=dpv:Marketing    ok
        10:01 Use purposes=dpv:CustomerCare violates not-permitted shadow
        10:02 Peeked                        violates not-permitted
        """);
}
