namespace Covenant.Tests.Scenarios;

public class EveryScenarios
{
    private const string Hourly = """
        clause e: oblige { after: Notified, do: dpv:Erase, every: PT1H, until: Approved }

        """;

    [Fact]
    public void Each_period_without_the_act_is_a_violation() => Scenario.Check(Hourly + """
        10:00 Notified ok
        11:30 Erase    due e 11:00 of e1
        13:11 Use      due e 13:00 of e1
        """);

    [Fact]
    public void An_act_at_the_triggers_instant_is_in_no_period() => Scenario.Check(Hourly + """
        10:00 Notified ok
        10:00 Erase    ok
        until 11:01 due e 11:00 of e1
        """);

    [Fact]
    public void An_act_at_a_periods_end_belongs_to_it_and_not_to_the_next() => Scenario.Check(Hourly + """
        10:00 Notified ok
        11:00 Erase    ok
        until 12:01 due e 12:00 of e1
        """);

    [Fact]
    public void It_ends_with_the_period_in_which_until_came() => Scenario.Check(Hourly + """
        10:00 Notified ok
        12:30 Approved due e 11:00; due e 12:00
        until +2d 00:00 ok
        """);

    [Fact]
    public void Until_at_a_periods_very_end_spares_it_and_a_tick_after_does_not() => Scenario.Check(Hourly + """
        10:00 Notified                               ok
        10:00 Notified customer=c-2                  ok
        11:00 Approved                               ok
        11:00:00.0000001 Approved customer=c-2       ok
        until 15:00 due e 11:00 of e2
        """);

    [Fact]
    public void Until_at_the_triggers_instant_ends_it_and_before_it_does_not() => Scenario.Check(Hourly + """
        10:00 Approved                              ok
        09:59:59.9999999 Approved customer=c-2      ok
        10:00 Notified                              ok
        10:00 Notified customer=c-2                 ok
        until 11:30 due e 11:00 of e4
        """);

    [Fact]
    public void Until_asks_for_the_match_too() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, every: PT1H, until: Approved, match: [item] }
        10:00 Notified item=m-1 ok
        10:10 Approved item=m-2 ok
        10:20 Approved          ok
        until 11:30 due e 11:00 of e1
        """);

    [Fact]
    public void Without_until_it_goes_on() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, every: P1D }
        10:00 Notified ok
        until +4d 00:00 due e +1d 10:00; due e +2d 10:00; due e +3d 10:00
        """);

    [Fact]
    public void Months_step_from_the_trigger_not_from_the_period_before() => Scenario.Check("""
        clause e: oblige { after: Notified, do: dpv:Erase, every: P1M }
        2024-01-31 10:00 Notified ok
        until 2024-05-01 00:00 due e 2024-02-29 10:00; due e 2024-03-31 10:00; due e 2024-04-30 10:00
        """);

    [Fact]
    public void An_act_before_the_trigger_is_in_no_period() => Scenario.Check(Hourly + """
        09:59 Erase    ok
        10:00 Notified ok
        until 11:01 due e 11:00
        """);

    [Fact]
    public void Each_trigger_has_its_own_periods() => Scenario.Check(Hourly + """
        10:00 Notified ok
        10:30 Notified ok
        11:00 Erase    ok
        until 12:01 due e 12:00 of e1
        """);
}
