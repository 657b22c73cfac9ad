namespace Covenant.Tests.Scenarios;

public class ProhibitScenarios
{
    [Fact]
    public void Every_matching_event_violates_facts_too() => Scenario.Check("""
        clause none: prohibit [dpv:Share, ConversationMoved]
        10:00 Share             violates none
        10:00 Share             violates none
        10:01 ConversationMoved violates none
        10:02 Use               ok
        """);

    [Fact]
    public void Prohibitions_win_over_permits() => Scenario.Check("""
        clause service: permit { purposes: [dpv:ServiceProvision] }
        clause no-sale: prohibit { purposes: [dpv:SellProducts] }
        10:00 Use purposes=dpv:SellDataToThirdParties violates no-sale
        10:01 Use purposes=dpv:ServiceProvision       ok
        10:02 Use purposes=dpv:Marketing              violates not-permitted
        """);

    [Fact]
    public void One_event_violates_each_clause_that_takes_it_in_the_order_of_the_document() => Scenario.Check("""
        clause b: prohibit { actor: ads }
        clause care: permit { purposes: [dpv:CustomerCare] }
        clause a: prohibit dpv:Use
          mode: shadow
        10:00 Use actor=ads violates not-permitted; violates b; violates a shadow
        """);

    [Fact]
    public void While_and_unless_must_both_let_the_clause_apply() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { once: Notified }
          unless: { once: Approved }
        10:00 Use      ok
        10:01 Notified ok
        10:02 Use      violates c
        10:03 Approved ok
        10:04 Use      ok
        """);
}
