namespace Covenant.Tests.Scenarios;

public class ScopeScenarios
{
    [Fact]
    public void A_limit_is_of_one_customer_by_default() => Scenario.Check("""
        clause q: limit { count: 1, total: true }
        10:00 Use customer=c-1 ok
        10:00 Use customer=c-2 ok
        10:01 Use customer=c-1 violates q 2 > 1 by e1,e3
        """);

    [Fact]
    public void Per_conversation_a_missing_one_is_a_scope_of_its_own() => Scenario.Check("""
        clause q: limit { count: 1, total: true, per: conversation }
        10:00 Use conversation=t-1 ok
        10:01 Use                  ok
        10:02 Use conversation=t-2 ok
        10:03 Use                  violates q 2 > 1 by e2,e4
        10:04 Use conversation=t-1 violates q 2 > 1 by e1,e5
        """);

    [Fact]
    public void Scopes_combine() => Scenario.Check("""
        clause q: limit { count: 1, sliding: PT1H, per: [actor, item] }
        10:00 Use actor=ads item=m-1 ok
        10:01 Use actor=ads item=m-2 ok
        10:02 Use actor=bot item=m-1 ok
        10:03 Use actor=ads          ok
        10:04 Use actor=ads item=m-1 violates q 2 > 1 by e1,e5
        10:05 Use actor=ads          violates q 2 > 1 by e4,e6
        """);

    [Fact]
    public void Per_institution_all_its_customers_count_together() => Scenario.Check("""
        clause q: limit { when: dpv:Access, distinct: customer, max: 2, calendar: day, per: institution }
        agreement union
        clause q: limit { when: dpv:Access, distinct: customer, max: 2, calendar: day, per: institution }
        10:00 Access customer=c-1                   ok
        10:01 Access customer=c-2                   ok
        10:02 Access customer=c-3 institution=union ok
        10:03 Access customer=c-1                   ok
        10:04 Access customer=c-3                   violates q 3 > 2 by e2,e4,e5
        +1d 10:00 Access customer=c-3               ok
        """);

    [Fact]
    public void Per_institution_and_actor_each_actor_has_its_own() => Scenario.Check("""
        clause q: limit { sum: records, max: 10, fixed: PT1H, per: [institution, actor] }
        10:00 Use customer=c-1 actor=ads records=9 ok
        10:01 Use customer=c-2 actor=bot records=9 ok
        10:02 Use customer=c-2 actor=ads records=2 violates q 11 > 10 by e1,e3
        """);

    [Fact]
    public void Per_institution_conditions_still_ask_the_events_own_customer() => Scenario.Check("""
        clause q: limit { when: dpv:Use, count: 1, total: true, per: institution }
          unless: { once: ConsentGiven }
        10:00 ConsentGiven customer=c-1 ok
        10:01 Use customer=c-1          ok
        10:02 Use customer=c-2          ok
        10:03 Use customer=c-3          violates q 2 > 1 by e3,e4
        """);

    [Fact]
    public void Per_institution_a_window_forgets_by_the_newest_event_that_it_counted() => Scenario.Check("""
        clause q: limit { count: 1, sliding: PT1H, per: institution }
        10:00 Use customer=c-1 ok
        10:30 Use customer=c-2 violates q 2 > 1 by e1,e2
        11:30 Use customer=c-3 ok
        10:20 Use customer=c-4 ok
        10:59 Use customer=c-1 violates q 2 > 1 by e2,e5
        """);
}
