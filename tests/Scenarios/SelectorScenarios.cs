namespace Covenant.Tests.Scenarios;

public class SelectorScenarios
{
    [Fact]
    public void Every_field_named_must_match_and_a_list_means_any_of() => Scenario.Check("""
        clause c: prohibit { operation: dpv:Use, actor: [ads, bot] }
        10:00 Use actor=ads    violates c
        10:01 Use actor=bot    violates c
        10:02 Use actor=people ok
        10:03 Use              ok
        10:04 Share actor=ads  ok
        """);

    [Fact]
    public void Terms_match_their_descendants_and_not_their_ancestors() => Scenario.Check("""
        clause c: prohibit { purposes: [dpv:Advertising] }
        10:00 Use purposes=dpv:TargetedAdvertising violates c
        10:01 Use purposes=dpv:Advertising         violates c
        10:02 Use purposes=dpv:Marketing           ok
        """);

    [Fact]
    public void A_term_below_two_parents_is_below_both() => Scenario.Check("""
        clause ads: prohibit { purposes: [dpv:Advertising] }
        clause personal: prohibit { purposes: [dpv:Personalisation] }
        10:00 Use purposes=dpv:PersonalisedAdvertising violates ads; violates personal
        """);

    [Fact]
    public void An_operation_matches_its_descendants() => Scenario.Check("""
        clause c: prohibit dpv:Use
        10:00 Access        violates c
        10:01 dpv:Profiling violates c
        10:02 Share         ok
        """);

    [Fact]
    public void A_missing_customer_present_reads_as_false_but_is_not_present() => Scenario.Check("""
        clause away: prohibit { customerPresent: false }
        clause said: prohibit { customerPresent: "*" }
        10:00 Use               violates away
        10:01 Use present=false violates away; violates said
        10:02 Use present=true  violates said
        """);

    [Fact]
    public void Not_takes_an_event_that_lacks_the_field() => Scenario.Check("""
        clause c: prohibit { operation: dpv:Share, not: { recipient: [partner] } }
        10:00 Share recipient=partner ok
        10:01 Share recipient=other   violates c
        10:02 Share                   violates c
        """);

    [Fact]
    public void Any_takes_where_one_of_its_selectors_does() => Scenario.Check("""
        clause c: prohibit { region: EU, any: [{ actor: ads }, { forms: [plain] }] }
        10:00 Use region=EU actor=ads                  violates c
        10:01 Use region=EU forms=encrypted,plain      violates c
        10:02 Use region=EU actor=bot forms=encrypted  ok
        10:03 Use region=US actor=ads                  ok
        """);

    [Fact]
    public void An_attribute_is_compared_by_its_text_and_a_list_by_any_of_its_values() => Scenario.Check("""
        clause c: prohibit { attributes.level: [7, "true"] }
        10:00 Use level=7      violates c
        10:01 Use level=a,true violates c
        10:02 Use level=7.0    ok
        10:03 Use              ok
        """);

    [Fact]
    public void A_set_stands_for_its_terms() => Scenario.Check("""
        sets: { Commercial: [dpv:Marketing, Selling], Selling: [dpv:SellProducts] }
        clause c: prohibit { purposes: [Commercial] }
        10:00 Use purposes=dpv:SellDataToThirdParties violates c
        10:01 Use purposes=dpv:DirectMarketing        violates c
        10:02 Use purposes=dpv:CustomerCare           ok
        """);
}
