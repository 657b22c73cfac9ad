namespace Covenant.Tests.Scenarios;

public class MeasureScenarios
{
    [Fact]
    public void Total_measures_for_ever() => Scenario.Check("""
        clause q: limit { when: dpv:Share, count: 2, total: true }
        2001-01-01 10:00 Share ok
        2011-01-01 10:00 Share ok
        2021-01-01 10:00 Share violates q 3 > 2 to 2021-01-01 10:00 by e1,e2,e3
        2001-01-01 11:00 Share violates q 4 > 2 late
        """);

    [Fact]
    public void A_sum_adds_records_and_takes_missing_ones_as_zero() => Scenario.Check("""
        clause q: limit { sum: records, max: 10, sliding: PT1H }
        10:00 Use records=6 ok
        10:01 Use           ok
        10:02 Use records=4 ok
        10:03 Use records=1 violates q 11 > 10 by e1,e2,e3,e4
        10:04 Use           violates q 11 > 10
        11:00 Use records=5 ok
        """);

    [Fact]
    public void Distinct_counts_values_and_ignores_events_without_the_field() => Scenario.Check("""
        clause q: limit { distinct: recipient, max: 2, sliding: PT1H }
        10:00 Share recipient=a ok
        10:10 Share recipient=b ok
        10:20 Share recipient=a ok
        10:30 Share recipient=c violates q 3 > 2 by e2,e3,e4
        10:40 Share             ok
        10:50 Share recipient=a violates q 3 > 2 by e2,e4,e6
        11:10 Share recipient=a ok
        """);

    [Fact]
    public void Each_value_of_a_list_counts_on_its_own() => Scenario.Check("""
        clause q: limit { distinct: purposes, max: 2, total: true }
        10:00 Use purposes=dpv:Marketing,dpv:CustomerCare ok
        10:01 Use purposes=dpv:Marketing                  ok
        10:02 Use purposes=x:A,x:B                        violates q 4 > 2 by e1,e2,e3
        """);

    [Fact]
    public void Distinct_values_are_compared_by_name_not_by_descent() => Scenario.Check("""
        clause q: limit { distinct: purposes, max: 1, total: true }
        10:00 Use purposes=dpv:Marketing   ok
        10:01 Use purposes=dpv:Advertising violates q 2 > 1
        """);

    [Fact]
    public void Distinct_attributes_are_told_apart_by_their_text() => Scenario.Check("""
        clause q: limit { distinct: attributes.device, max: 1, total: true }
        10:00 Use device=a ok
        10:01 Use          ok
        10:02 Use device=b violates q 2 > 1 by e1,e3
        """);
}
