namespace Covenant.Tests.Scenarios;

public class AlignedWindowScenarios
{
    [Fact]
    public void A_fixed_window_starts_afresh_on_the_hour() => Scenario.Check("""
        clause q: limit { count: 2, fixed: PT1H }
        10:00 Use ok
        10:30 Use ok
        10:59 Use violates q 3 > 2 from 10:00 to 11:00 by e1,e2,e3
        10:59:59.9999999 Use violates q 4 > 2
        11:00 Use ok
        """);

    [Fact]
    public void Fixed_windows_start_at_multiples_of_their_length_since_1970() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 0, fixed: PT7H }
        clause w: limit { when: dpv:Share, count: 0, fixed: P7D }
        01:59:59.9999999 Use   violates q 1 > 0 from 2026-01-04 19:00 to 2026-01-05 02:00
        02:00 Use              violates q 1 > 0 from 02:00 to 09:00
        2026-01-07 23:59 Share violates w 1 > 0 from 2026-01-01 00:00 to 2026-01-08 00:00
        2026-01-08 00:00 Share violates w 1 > 0 from 2026-01-08 00:00 to 2026-01-15 00:00
        """);

    [Fact]
    public void In_an_aligned_window_all_that_came_before_counts_whatever_its_time() => Scenario.Check("""
        clause q: limit { count: 1, fixed: PT1H }
        10:05 Use ok
        10:01 Use violates q 2 > 1 by e2,e1
        """);

    [Fact]
    public void Out_of_order_an_event_counts_in_its_own_window() => Scenario.Check("""
        clause q: limit { count: 1, fixed: PT1H }
        10:55 Use ok
        11:01 Use ok
        10:59 Use violates q 2 > 1 from 10:00 to 11:00 by e1,e3
        11:02 Use violates q 2 > 1 from 11:00 to 12:00 by e2,e4
        """);

    [Fact]
    public void A_window_is_forgotten_once_it_ended_at_the_horizon() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 1, fixed: PT1H }
        10:10 Use                               ok
        10:10 Use customer=c-2                  ok
        11:09:59.9999999 Notified               ok
        11:10 Notified customer=c-2             ok
        10:30 Use                               violates q 2 > 1 by e1,e5 late
        10:30 Use customer=c-2                  ok
        10:31 Use customer=c-2                  ok
        """);

    [Fact]
    public void A_late_event_in_a_forgotten_window_is_measured_alone() => Scenario.Check("""
        clause q: limit { when: dpv:Use, sum: records, max: 3, fixed: PT1H }
        10:10 Use records=3  ok
        12:00 Notified       ok
        10:30 Use records=4  violates q 4 > 3 from 10:00 to 11:00 by e3 late
        """);

    [Fact]
    public void A_calendar_day_is_local_and_shorter_where_the_clocks_go_forward() => Scenario.Check("""
        clause q: limit { count: 0, calendar: day, zone: America/Los_Angeles }
        2024-03-10 07:59:59.9999999 Use violates q 1 > 0 from 2024-03-09 08:00 to 2024-03-10 08:00
        2024-03-10 08:00 Use            violates q 1 > 0 from 2024-03-10 08:00 to 2024-03-11 07:00
        2024-03-11 06:59:59.9999999 Use violates q 2 > 0
        2024-03-11 07:00 Use            violates q 1 > 0
        """);

    [Fact]
    public void A_calendar_day_is_longer_where_the_clocks_go_back() => Scenario.Check("""
        clause q: limit { count: 1, calendar: day, zone: America/Los_Angeles }
        2024-11-03 07:00 Use            ok
        2024-11-04 07:59:59.9999999 Use violates q 2 > 1 from 2024-11-03 07:00 to 2024-11-04 08:00
        2024-11-04 08:00 Use            ok
        """);

    [Fact]
    public void Where_the_clocks_skip_midnight_the_day_begins_when_they_have() => Scenario.Check("""
        clause q: limit { count: 0, calendar: day, zone: America/Santiago }
        2024-09-08 03:59 Use violates q 1 > 0 from 2024-09-07 04:00 to 2024-09-08 04:00
        2024-09-08 04:00 Use violates q 1 > 0 from 2024-09-08 04:00 to 2024-09-09 03:00
        """);

    [Fact]
    public void Where_the_clocks_repeat_midnight_the_day_begins_the_first_time() => Scenario.Check("""
        clause q: limit { count: 0, calendar: day, zone: America/Havana }
        2024-11-03 04:00 Use violates q 1 > 0 from 2024-11-03 04:00 to 2024-11-04 05:00
        2024-11-03 05:30 Use violates q 2 > 0 from 2024-11-03 04:00 to 2024-11-04 05:00
        """);

    [Fact]
    public void A_calendar_week_starts_on_monday() => Scenario.Check("""
        clause q: limit { count: 0, calendar: week }
        2026-01-04 23:59:59.9999999 Use violates q 1 > 0 from 2025-12-29 00:00 to 2026-01-05 00:00
        2026-01-05 00:00 Use            violates q 1 > 0 from 2026-01-05 00:00 to 2026-01-12 00:00
        """);

    [Fact]
    public void A_calendar_month_has_its_own_length() => Scenario.Check("""
        clause q: limit { count: 1, calendar: month, zone: Europe/Berlin }
        2024-01-31 23:00 Use ok
        2024-02-29 22:59:59.9999999 Use violates q 2 > 1 from 2024-01-31 23:00 to 2024-02-29 23:00
        2024-02-29 23:00 Use ok
        """);

    [Fact]
    public void A_calendar_without_a_zone_is_in_utc() => Scenario.Check("""
        clause q: limit { count: 0, calendar: day }
        10:00 Use violates q 1 > 0 from 2026-01-05 00:00 to 2026-01-06 00:00
        """);
}
