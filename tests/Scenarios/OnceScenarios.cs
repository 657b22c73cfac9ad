namespace Covenant.Tests.Scenarios;

public class OnceScenarios
{
    [Fact]
    public void Once_looks_back_to_exactly_its_length() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, within: PT1H }
        10:00 ConsentGiven         ok
        11:00 Use                  ok
        11:00:00.0000001 Use       violates c
        """);

    [Fact]
    public void Once_without_a_length_looks_back_for_ever() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { once: ConsentWithdrawn }
        10:00 ConsentWithdrawn ok
        2099-12-31 10:00 Use   violates c
        """);

    [Fact]
    public void An_event_is_not_among_its_own_earlier_ones() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { once: dpv:Use }
        10:00 Use ok
        10:00 Use violates c
        """);

    [Fact]
    public void What_comes_earlier_in_the_log_with_a_later_time_does_not_count() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven }
        10:05 ConsentGiven ok
        10:04 Use          violates c
        10:05 Use          ok
        """);

    [Fact]
    public void Months_and_years_step_by_the_calendar_and_stop_at_the_months_end() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, within: P1M }
        clause y: prohibit dpv:Share
          unless: { once: ConsentGiven, within: P1Y }
        2024-02-29 10:00 ConsentGiven          ok
        2024-03-29 10:00 Use                   ok
        2024-03-29 10:00:00.0000001 Use        violates c
        2025-02-28 10:00 Share                 ok
        2025-03-01 00:00 Share                 violates y
        """);

    [Fact]
    public void A_month_back_from_the_31st_of_March_is_the_last_of_February() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, within: P1M }
        2025-02-28 10:00 ConsentGiven   ok
        2025-03-28 10:00 Use            ok
        2025-03-31 10:00 Use            ok
        2025-03-31 10:00:00.0000001 Use violates c
        """);

    [Fact]
    public void A_day_is_24_hours_also_where_the_clocks_change() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, within: P1D }
        2024-03-09 12:00 ConsentGiven ok
        2024-03-10 12:00 Use          ok
        2024-03-10 12:00:01 Use       violates c
        """);

    [Fact]
    public void Match_asks_for_the_field_to_be_present_and_equal() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: Approved, match: [item] }
        10:00 Approved item=m-1 ok
        10:01 Use item=m-1      ok
        10:02 Use item=m-2      violates c
        10:03 Use               violates c
        10:04 Approved          ok
        10:05 Use               violates c
        """);

    [Fact]
    public void Match_on_a_list_compares_sets() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: Approved, match: [purposes] }
        10:00 Approved purposes=dpv:CustomerCare,dpv:Marketing ok
        10:01 Use purposes=dpv:Marketing,dpv:CustomerCare      ok
        10:02 Use purposes=dpv:Marketing                       violates c
        10:03 Use                                              violates c
        """);

    [Fact]
    public void Match_on_customer_present_asks_that_it_be_said() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: Approved, match: [customerPresent] }
        10:00 Approved               ok
        10:01 Approved present=false ok
        10:02 Use present=false      ok
        10:03 Use                    violates c
        10:04 Use present=true       violates c
        """);

    [Fact]
    public void Of_another_customer_nothing_counts() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven }
        10:00 ConsentGiven customer=c-2 ok
        10:01 Use                       violates c
        10:01 Use customer=c-2          ok
        """);

    [Fact]
    public void All_any_and_not_combine_and_hand_their_match_down() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { all: [{ any: [{ once: Notified }, { once: Approved }] }, { not: { once: ConsentGiven, match: [actor] } }], match: [item] }
        10:00 Use item=m-1 actor=ads          ok
        10:01 Notified item=m-1               ok
        10:02 Use item=m-1 actor=ads          violates c
        10:03 Use item=m-2 actor=ads          ok
        10:04 Approved item=m-2               ok
        10:05 Use item=m-2 actor=ads          violates c
        10:06 ConsentGiven item=m-2 actor=ads ok
        10:07 Use item=m-2 actor=ads          ok
        10:08 Use item=m-2 actor=bot          violates c
        """);

    [Fact]
    public void A_late_event_finds_the_last_eight_before_the_horizon() => Scenario.Check("""
        tolerance: PT10M
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, within: PT1H }
        10:00 ConsentGiven ok
        10:40 ConsentGiven ok
        10:41 ConsentGiven ok
        10:42 ConsentGiven ok
        10:43 ConsentGiven ok
        10:44 ConsentGiven ok
        10:45 ConsentGiven ok
        10:46 ConsentGiven ok
        11:10 Notified     ok
        10:30 Use          ok
        10:47 ConsentGiven ok
        10:30 Use          violates c late
        """);
}
