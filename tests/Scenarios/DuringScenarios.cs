namespace Covenant.Tests.Scenarios;

public class DuringScenarios
{
    [Fact]
    public void From_is_included_and_to_is_not() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { from: 2026-01-05T10:00:00Z, to: 2026-01-05T11:00:00Z } }
        09:59:59.9999999 Use ok
        10:00 Use            violates c
        10:59:59.9999999 Use violates c
        11:00 Use            ok
        """);

    [Fact]
    public void Hours_and_days_are_local() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { during: { days: [mon, tue, wed, thu, fri], hours: "09:00-17:00", zone: America/New_York } }
        2026-01-05 13:59:59.9999999 Use violates c
        2026-01-05 14:00 Use            ok
        2026-01-05 21:59:59.9999999 Use ok
        2026-01-05 22:00 Use            violates c
        2026-01-10 15:00 Use            violates c
        2026-07-06 13:00 Use            ok
        """);

    [Fact]
    public void Hours_may_pass_midnight() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { hours: "22:00-06:00" } }
        21:59 Use      ok
        22:00 Use      violates c
        23:59 Use      violates c
        +1d 00:00 Use  violates c
        05:59:59 Use   violates c
        06:00 Use      ok
        """);

    [Fact]
    public void Past_midnight_the_day_is_that_of_the_events_own_local_date() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { days: [mon], hours: "22:00-02:00" } }
        00:30 Use      violates c
        22:30 Use      violates c
        +1d 00:30 Use  ok
        +7d 00:30 Use  violates c
        """);

    [Fact]
    public void Hours_may_end_at_24() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { hours: "12:00-24:00" } }
        11:59 Use               ok
        23:59:59.9999999 Use    violates c
        +1d 00:00 Use           ok
        """);

    [Fact]
    public void Where_the_clocks_go_back_the_hour_counts_twice() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { hours: "02:00-03:00", zone: Europe/Berlin } }
        2024-10-26 23:59 Use ok
        2024-10-27 00:00 Use violates c
        2024-10-27 01:59 Use violates c
        2024-10-27 02:00 Use ok
        """);

    [Fact]
    public void Where_the_clocks_go_forward_the_hour_does_not_come() => Scenario.Check("""
        clause c: prohibit dpv:Use
          while: { during: { hours: "02:00-03:00", zone: Europe/Berlin } }
        2024-03-31 00:59:59 Use ok
        2024-03-31 01:00 Use    ok
        2024-04-01 00:00 Use    violates c
        """);
}
