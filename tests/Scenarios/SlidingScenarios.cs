namespace Covenant.Tests.Scenarios;

public class SlidingScenarios
{
    [Fact]
    public void A_window_excludes_its_start_and_includes_the_event() => Scenario.Check("""
        clause q: limit { count: 1, sliding: PT1H }
        10:00 Use            ok
        10:59:59.9999999 Use violates q 2 > 1 from 09:59:59.9999999 to 10:59:59.9999999 by e1,e2
        12:00 Use            ok
        13:00 Use            ok
        13:59:59.9999999 Use violates q 2 > 1 by e4,e5
        """);

    [Fact]
    public void Every_event_counts_also_one_that_violates() => Scenario.Check("""
        clause q: limit { count: 1, sliding: PT1H }
        10:00 Use ok
        10:30 Use violates q 2 > 1
        11:00 Use violates q 2 > 1 by e2,e3
        11:30 Use violates q 2 > 1 by e3,e4
        """);

    [Fact]
    public void A_maximum_of_zero_allows_none() => Scenario.Check("""
        clause q: limit { when: dpv:Share, count: 0, sliding: PT1H }
        10:00 Use   ok
        10:01 Share violates q 1 > 0 by e2
        """);

    [Fact]
    public void Events_at_the_same_instant_count_in_the_order_of_the_log() => Scenario.Check("""
        clause q: limit { count: 2, sliding: PT1H }
        10:00 Use ok
        10:00 Use ok
        10:00 Use violates q 3 > 2 by e1,e2,e3
        """);

    [Fact]
    public void Out_of_order_a_window_ends_with_the_events_own_time() => Scenario.Check("""
        clause q: limit { count: 2, sliding: PT1H }
        10:00 Use ok
        10:05 Use ok
        10:01 Use ok
        10:04 Use violates q 3 > 2 by e1,e3,e4
        10:05 Use violates q 5 > 2 by e1,e3,e4,e2,e5
        """);

    [Fact]
    public void A_month_slides_by_the_calendar() => Scenario.Check("""
        clause q: limit { count: 1, sliding: P1M }
        2024-01-31 10:00 Use            ok
        2024-02-29 10:00 Use            violates q 2 > 1 from 2024-01-29 10:00
        2024-03-29 10:00 Use            ok
        2024-03-31 09:59:59.9999999 Use violates q 3 > 1 from 2024-02-29 09:59:59.9999999 by e2,e3,e4
        """);

    [Fact]
    public void What_a_clamped_month_can_still_find_is_not_forgotten() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 2, sliding: P1M }
        2025-02-28 09:30 Use      ok
        2025-03-28 10:30 Notified ok
        2025-03-28 10:30 Use      ok
        2025-03-29 09:20 Use      violates q 3 > 2 from 2025-02-28 09:20 by e1,e3,e4
        """);

    [Fact]
    public void A_year_back_from_a_leap_day_is_the_28th_of_February() => Scenario.Check("""
        clause q: limit { count: 1, sliding: P1Y }
        2023-02-28 10:00 Use                         ok
        2023-02-28 10:00 Use customer=c-2            ok
        2024-02-29 09:59:59.9999999 Use              violates q 2 > 1 from 2023-02-28 09:59:59.9999999
        2024-02-29 10:00 Use customer=c-2            ok
        """);

    [Fact]
    public void A_window_counts_what_the_condition_took_when_it_came() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 1, sliding: PT1H }
          unless: { once: ConsentGiven }
        10:00 Use          ok
        10:05 ConsentGiven ok
        10:06 Use          ok
        10:04 Use          violates q 2 > 1 by e1,e4
        """);

    [Fact]
    public void At_most_32_witnesses_are_shown_the_latest() => Scenario.Check(
        "clause q: limit { count: 33, sliding: PT1H }\n"
        + string.Concat(Enumerable.Range(1, 33).Select(minute => $"10:{minute:00} Use ok\n"))
        + $"10:40 Use violates q 34 > 33 by {string.Join(',', Enumerable.Range(3, 32).Select(number => $"e{number}"))}");

    [Fact]
    public void A_late_event_is_measured_against_what_the_horizon_remembers() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 1, sliding: PT1H }
        10:00 Use                            ok
        10:00:00.0000001 Use customer=c-2    ok
        11:10 Notified                       ok
        11:10 Notified customer=c-2          ok
        10:30 Use                            ok
        10:30 Use customer=c-2               violates q 2 > 1 by e2,e6 late
        """);
}
