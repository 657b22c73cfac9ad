namespace Covenant.Tests.Scenarios;

public class ReportScenarios
{
    [Fact]
    public void A_prohibition_reports_the_first_of_a_row_and_then_how_many_it_held_back() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { once: ConsentGiven, match: [item] }
          report: first
        10:00 Use                   violates c
        10:01 Use                   ok
        10:02 Share                 ok
        10:03 Use                   ok
        10:04 ConsentGiven item=m-1 ok
        10:05 Use item=m-1          ok
        10:06 Use                   violates c suppressed 2
        10:07 Use item=m-1          ok
        10:08 Use                   violates c
        10:09 Use customer=c-2      violates c
        """);

    [Fact]
    public void A_limit_reports_the_first_of_a_row_that_it_counted() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 1, sliding: PT1H }
          report: first
        10:00 Use   ok
        10:10 Use   violates q 2 > 1
        10:20 Use   ok
        10:25 Share ok
        10:30 Use   ok
        12:00 Use   ok
        12:10 Use   violates q 2 > 1 suppressed 2
        """);

    [Fact]
    public void What_lies_before_the_sliding_window_is_not_in_its_row() => Scenario.Check("""
        clause q: limit { sum: records, max: 5, sliding: PT1H }
          report: first
        10:00 Use records=9 violates q 9 > 5
        10:59 Use records=1 ok
        11:59 Use records=9 violates q 9 > 5 suppressed 1
        12:58 Use records=9 ok
        13:58 Use records=9 violates q 9 > 5 suppressed 1
        """);

    [Fact]
    public void Each_scope_has_a_row_of_its_own() => Scenario.Check("""
        clause q: limit { count: 0, total: true, per: conversation }
          report: first
        10:00 Use conversation=t-1 violates q 1 > 0
        10:01 Use conversation=t-2 violates q 1 > 0
        10:02 Use conversation=t-1 ok
        10:03 Use conversation=t-2 ok
        """);

    [Fact]
    public void Each_aligned_window_begins_a_row() => Scenario.Check("""
        clause q: limit { count: 1, fixed: PT1H }
          report: first
        09:59 Use   ok
        10:00 Use   ok
        10:10 Use   violates q 2 > 1
        10:20 Use   ok
        11:00 Use   ok
        11:10 Use   violates q 2 > 1 suppressed 1
        """);

    [Fact]
    public void An_obligation_reports_the_first_of_a_row_with_the_same_match() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, within: PT1H, match: [item] }
          report: first
        10:00 Notified item=m-1 ok
        10:10 Notified item=m-1 ok
        10:20 Notified item=m-2 ok
        until 11:30 due e 11:00 of e1; due e 11:20 of e3
        12:00 Notified item=m-1 ok
        12:01 Erase item=m-1    ok
        13:00 Notified item=m-1 ok
        until 15:00 due e 14:00 of e6 suppressed 1
        """);

    [Fact]
    public void A_fulfilled_period_ends_the_row() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, every: PT1H }
          report: first
        10:00 Notified ok
        12:30 Erase    due e 11:00
        until 14:01 due e 14:00 suppressed 1
        """);

    [Fact]
    public void Shadow_says_so_and_holds_back_apart() => Scenario.Check("""
        clause a: prohibit dpv:Use
          mode: shadow
          report: first
        clause b: prohibit dpv:Use
        10:00 Use violates a shadow; violates b
        10:01 Use violates b
        """);

    [Fact]
    public void A_row_goes_on_over_a_version_without_the_clause() => Scenario.Check("""
        clause c: prohibit dpv:Use
          report: first
        version 2
        effective: 2026-01-05T11:00:00Z
        clause other: prohibit dpv:Share
        version 3
        effective: 2026-01-05T12:00:00Z
        clause c: prohibit dpv:Use
          unless: { once: Approved }
          report: first
        version 4
        effective: 2026-01-05T13:00:00Z
        clause c: prohibit dpv:Use
          report: first
        10:00 Use violates c v1
        10:01 Use ok
        11:00 Use ok
        12:00 Use violates c v3
        13:00 Use ok
        """);
}
