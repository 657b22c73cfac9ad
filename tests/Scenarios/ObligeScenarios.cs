namespace Covenant.Tests.Scenarios;

public class ObligeScenarios
{
    private const string Erase = """
        clause e: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }

        """;

    [Fact]
    public void It_is_decided_once_the_watermark_has_passed_the_deadline() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn       ok
        11:10 Use                    ok
        11:10:00.0000001 Use         due e 11:00 of e1 by e1 v1
        12:00 Use                    ok
        """);

    [Fact]
    public void An_act_at_the_deadline_is_in_time_and_one_tick_after_is_not() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn                         ok
        10:00 ConsentWithdrawn customer=c-2            ok
        11:00 Erase                                    ok
        11:00:00.0000001 Erase customer=c-2            ok
        12:00 Use customer=c-3                         due e 11:00 of e2
        """);

    [Fact]
    public void An_act_may_come_a_tolerance_before_its_trigger() => Scenario.Check(Erase + """
        09:50 Erase                                  ok
        09:49:59.9999999 Erase customer=c-2          ok
        10:00 ConsentWithdrawn                       ok
        10:00 ConsentWithdrawn customer=c-2          ok
        12:00 Use customer=c-3                       due e 11:00 of e4
        """);

    [Fact]
    public void An_act_may_come_out_of_order_until_the_decision() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn ok
        11:09 Use              ok
        10:59 Erase            ok
        12:00 Use              ok
        """);

    [Fact]
    public void After_the_decision_an_act_changes_nothing() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn ok
        12:00 Use              due e 11:00
        10:30 Erase            ok
        """);

    [Fact]
    public void The_trigger_does_not_discharge_itself() => Scenario.Check("""
        clause e: oblige { after: dpv:Erase, do: dpv:Erase, within: PT1H }
        10:00 Erase ok
        10:30 Erase ok
        until 12:00 due e 11:30 of e2
        """);

    [Fact]
    public void Match_asks_for_the_same_item() => Scenario.Check("""
        clause e: oblige { after: ErasureRequested, do: dpv:Erase, within: PT1H, match: [item] }
        10:00 ErasureRequested item=m-1 ok
        10:01 ErasureRequested item=m-2 ok
        10:02 ErasureRequested          ok
        10:30 Erase item=m-2            ok
        10:31 Erase                     ok
        until 12:00 due e 11:00 of e1; due e 11:02 of e3
        """);

    [Fact]
    public void One_act_discharges_all_that_it_fits() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn ok
        10:10 ConsentWithdrawn ok
        10:20 Erase            ok
        until 12:00 ok
        """);

    [Fact]
    public void At_the_end_what_is_due_before_it_is_decided_without_tolerance() => Scenario.Check(Erase + """
        10:00 ConsentWithdrawn      ok
        until 11:00                 ok
        until 11:00:00.0000001      due e 11:00
        """);

    [Fact]
    public void The_clock_of_the_log_is_that_of_all_customers_and_institutions() => Scenario.Check(Erase + """
        agreement union
        tolerance: PT1H
        clause u: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
        10:00 ConsentWithdrawn                   ok
        10:00 ConsentWithdrawn institution=union ok
        12:00 Use customer=c-9 institution=union due e 11:00 of e1
        12:00:00.0000001 Use customer=c-9        due u 11:00 of e2
        """);

    [Fact]
    public void Several_are_decided_by_their_deadline_then_by_their_opening() => Scenario.Check("""
        clause slow: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT2H }
        clause fast: oblige { after: [ConsentWithdrawn, Notified], do: dpv:Erase, within: PT1H }
        10:00 ConsentWithdrawn customer=c-1 ok
        11:00 Notified customer=c-2         ok
        until 13:00 due fast 11:00 of e1; due slow 12:00 of e1; due fast 12:00 of e2
        """);

    [Fact]
    public void What_is_due_is_decided_before_the_event_is_judged() => Scenario.Check(Erase + """
        clause none: prohibit dpv:Use
        10:00 ConsentWithdrawn ok
        12:00 Use              due e 11:00; violates none
        """);

    [Fact]
    public void A_late_trigger_may_be_past_its_deadline_at_once() => Scenario.Check(Erase + """
        clause none: prohibit ConsentWithdrawn
        12:00 Use              ok
        10:00 ConsentWithdrawn violates none late; due e 11:00 of e2 late
        """);

    [Fact]
    public void Before_a_late_trigger_acts_count_as_far_as_they_are_remembered() => Scenario.Check(Erase + """
        tolerance: PT10M
        11:39:59.9999999 Erase               ok
        11:40 Erase customer=c-2             ok
        12:00 Use                            ok
        12:00 Use customer=c-2               ok
        11:45 ConsentWithdrawn               ok
        11:45 ConsentWithdrawn customer=c-2  ok
        until 13:00 due e 12:45 of e5 late
        """);

    [Fact]
    public void A_deadline_of_zero_asks_for_an_act_at_the_same_instant_or_a_tolerance_before() => Scenario.Check("""
        clause n: oblige { after: dpv:Share, do: Notified, within: PT0S }
        10:00 Notified customer=c-1            ok
        10:00 Share customer=c-1               ok
        10:00 Share customer=c-2               ok
        10:00:00.0000001 Notified customer=c-2 ok
        until 11:00 due n 10:00 of e3
        """);

    [Fact]
    public void A_deadline_in_months_is_clamped_to_the_months_end() => Scenario.Check("""
        clause e: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: P1M }
        2024-01-31 10:00 ConsentWithdrawn ok
        until 2024-04-01 00:00 due e 2024-02-29 10:00
        """);

    [Fact]
    public void It_is_decided_by_the_version_that_opened_it() => Scenario.Check(Erase + """
        version 2
        effective: 2026-01-05T10:30:00Z
        clause none: prohibit dpv:Share
        10:00 ConsentWithdrawn ok
        10:40 ConsentWithdrawn ok
        until 13:00 due e 11:00 of e1 v1
        """);

    [Fact]
    public void A_version_not_in_force_opens_nothing_and_a_draft_opens_in_shadow() => Scenario.Check("""
        clause later: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
        version 2
        effective: 2026-01-05T10:00:00Z
        status: retired
        clause gone: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
        version 3
        status: draft
        clause e: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
        10:00 ConsentWithdrawn ok
        until 13:00 due e 11:00 shadow v3
        """);

    [Fact]
    public void The_condition_is_asked_of_the_trigger() => Scenario.Check("""
        clause e: oblige { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
          while: { once: dpv:Share }
        10:00 ConsentWithdrawn ok
        10:01 Share            ok
        10:02 ConsentWithdrawn ok
        until 13:00 due e 11:02 of e3
        """);
}
