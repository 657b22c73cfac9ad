namespace Covenant.Tests.Scenarios;

public class ForEachScenarios
{
    private const string Tell = """
        clause t: oblige { after: ConsentWithdrawn, forEach: { seen: dpv:Share, bind: recipient }, do: Notified, within: PT1H }

        """;

    [Fact]
    public void Each_value_seen_before_is_an_obligation_of_its_own() => Scenario.Check(Tell + """
        10:00 Share recipient=a    ok
        10:01 Share recipient=b    ok
        10:02 Share recipient=a    ok
        10:03 ConsentWithdrawn     ok
        10:04 Notified recipient=b ok
        until 12:00 due t 11:03 of e4
        """);

    [Fact]
    public void Without_a_value_there_is_no_obligation() => Scenario.Check(Tell + """
        10:00 Share                           ok
        10:00 Share recipient=a customer=c-2  ok
        10:03 ConsentWithdrawn                ok
        10:04 Share recipient=b               ok
        until 12:00 ok
        """);

    [Fact]
    public void Only_what_was_seen_up_to_the_triggers_time_counts() => Scenario.Check(Tell + """
        10:05 Share recipient=a ok
        10:04 ConsentWithdrawn  ok
        10:05 ConsentWithdrawn  ok
        until 12:00 due t 11:05 of e3
        """);

    [Fact]
    public void What_was_seen_is_never_forgotten() => Scenario.Check(Tell + """
        2001-01-01 10:00 Share recipient=a ok
        2026-01-05 10:00 ConsentWithdrawn  ok
        until 2026-01-06 00:00 due t 2026-01-05 11:00
        """);

    [Fact]
    public void The_trigger_itself_is_not_seen() => Scenario.Check("""
        clause t: oblige { after: dpv:Share, forEach: { seen: dpv:Share, bind: recipient }, do: Notified, within: PT1H }
        10:00 Share recipient=a ok
        10:10 Share recipient=b ok
        until 12:00 due t 11:10 of e2
        """);

    [Fact]
    public void A_list_gives_each_of_its_values_and_an_act_names_them_among_its_own() => Scenario.Check("""
        clause t: oblige { after: ConsentWithdrawn, forEach: { seen: dpv:Use, bind: purposes }, do: Notified, within: PT1H }
        10:00 Use purposes=x:A,x:B      ok
        10:01 Use purposes=x:C          ok
        10:02 ConsentWithdrawn          ok
        10:03 Notified purposes=x:C,x:A ok
        until 12:00 due t 11:02 of e3
        """);

    [Fact]
    public void With_every_each_value_has_its_own_periods() => Scenario.Check("""
        clause t: oblige { after: ConsentWithdrawn, forEach: { seen: dpv:Share, bind: recipient }, do: Notified, every: PT1H, until: Approved }
        10:00 Share recipient=a    ok
        10:00 Share recipient=b    ok
        10:00 ConsentWithdrawn     ok
        10:30 Notified recipient=a ok
        11:30 Approved             due t 11:00 of e3
        until +1d 00:00 ok
        """);
}
