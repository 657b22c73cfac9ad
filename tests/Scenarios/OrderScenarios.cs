namespace Covenant.Tests.Scenarios;

public class OrderScenarios
{
    [Fact]
    public void An_event_is_late_where_it_is_more_than_the_tolerance_older_than_its_customers_newest() => Scenario.Check("""
        clause none: prohibit dpv:Use
        10:10 Use                         violates none
        10:00 Use                         violates none
        09:59:59.9999999 Use              violates none late
        09:00 Use customer=c-2            violates none
        """);

    [Fact]
    public void The_tolerance_is_the_largest_among_the_versions() => Scenario.Check("""
        tolerance: PT0S
        clause none: prohibit dpv:Use
        version 2
        effective: 2030-01-01T00:00:00Z
        tolerance: PT1H
        clause other: prohibit dpv:Share
        11:00 Use         violates none
        10:00 Use         violates none
        09:59 Use         violates none late
        """);

    [Fact]
    public void A_drafts_tolerance_is_not_asked_beside_a_version_that_is_none() => Scenario.Check("""
        tolerance: PT0S
        clause none: prohibit dpv:Use
        version 2
        effective: 2030-01-01T00:00:00Z
        status: draft
        tolerance: PT1H
        clause other: prohibit dpv:Share
        11:00 Use         violates none
        10:59 Use         violates none late
        """);

    [Fact]
    public void Without_tolerance_any_older_event_is_late() => Scenario.Check("""
        tolerance: PT0S
        clause none: prohibit dpv:Use
        10:00 Use            violates none
        10:00 Use            violates none
        09:59:59.9999999 Use violates none late
        """);

    [Fact]
    public void A_second_delivery_is_counted_and_judged_no_more() => Scenario.Check("""
        clause q: limit { count: 1, total: true }
        10:00 Use id=a ok
        10:00 Use id=a duplicate
        10:05 Use      violates q 2 > 1
        10:00 Use id=a duplicate
        """);

    [Fact]
    public void Another_source_or_another_customer_makes_another_event() => Scenario.Check("""
        clause q: limit { count: 1, total: true }
        10:00 Use id=a source=/x              ok
        10:00 Use id=a source=/y              violates q 2 > 1
        10:00 Use id=a source=/x customer=c-2 ok
        """);

    [Fact]
    public void An_id_that_comes_again_after_the_tolerance_is_a_new_event() => Scenario.Check("""
        clause none: prohibit dpv:Use
        10:00 Use id=a                         violates none
        10:10 Use id=a                         duplicate
        10:10:00.0000001 Use id=a              violates none
        """);

    [Fact]
    public void The_customers_newest_time_decides_how_old_the_first_delivery_is() => Scenario.Check("""
        clause none: prohibit dpv:Use
        10:00 Use id=a              violates none
        10:10 Share                 ok
        10:00 Use id=a              duplicate
        10:10:00.0000001 Share      ok
        10:00 Use id=a              violates none late
        """);

    [Fact]
    public void A_duplicate_leaves_the_customers_newest_time_but_moves_the_clock() => Scenario.Check("""
        clause none: prohibit dpv:Use
        clause e: oblige { after: Notified, do: dpv:Erase, within: PT0S }
        09:59 Notified customer=c-2 ok
        10:00 Use id=a              violates none
        10:10 Use id=a              due e 09:59; duplicate
        09:50 Use                   violates none
        """);

    [Fact]
    public void A_duplicate_of_the_trigger_opens_nothing_and_of_the_act_discharges_nothing_more() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, within: PT1H }
        10:00 Notified id=t ok
        10:01 Notified id=t duplicate
        until 12:00 due e 11:00 of t
        """);
}
