namespace Covenant.Tests.Agreements.Mistakes;

internal static class ObligeMistakes
{
    public static readonly MistakeCase[] Cases =
    [
        new("the trigger is missing", SchemaSays.Refused, Given.Oblige("{ do: dpv:Erase, within: P30D }"),
            "6: clause `c`: `oblige` has no `after`: add a selector such as `after: { operation: dpv:Use }`"),
        new("what to do is missing", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, within: P30D }"),
            "6: clause `c`: `oblige` has no `do`: add a selector such as `do: { operation: dpv:Use }`"),
        new("the deadline is missing", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase }"),
            "6: clause `c`: `oblige` has no deadline: write `within: P30D`, or `every: P1D` for a duty that comes again"),
        new("the deadline is written as 30 days", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase, within: 30 days }"),
            "6: clause `c`: `within` needs an ISO 8601 duration such as `P30D`, not `30 days`"),
        new("there are two deadlines", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase, within: P30D, every: P1D }"),
            "6: clause `c`: `oblige` has `within` and `every`: write `within` for a duty that is done once, `every` for one that comes again"),
        new("until has no every", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase, within: P30D, until: Approved }"),
            "6: clause `c`: `until` goes with `every`: write `every: P1D`, or leave it out"),
        new("every is below a second", SchemaSays.Accepted, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, every: PT0.5S }"),
            "6: clause `c`: `every` is at least `PT1S`, not `PT0.5S`"),
        new("every is zero", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, every: PT0S }"),
            "6: clause `c`: `every` is at least `PT1S`, not `PT0S`"),
        new("bind is in match too", SchemaSays.Accepted, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, within: P1D, match: [recipient], forEach: { seen: dpv:Share, bind: recipient } }"),
            "6: clause `c`: `bind` cannot be `recipient`, which is in `match` already: the one takes its value from the events seen, the other from the trigger; leave one out"),
        new("bind is missing", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, within: P1D, forEach: { seen: dpv:Share } }"),
            "6: clause `c`: `forEach` has no `bind`: name the field whose values it goes through, such as `bind: recipient`"),
        new("bind is unknown", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, within: P1D, forEach: { seen: dpv:Share, bind: recipients } }"),
            "6: clause `c`: `bind` cannot be `recipients`: did you mean `recipient`?"),
        new("bind is the customer", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, within: P1D, forEach: { seen: dpv:Share, bind: customer } }"),
            "6: clause `c`: `bind` cannot be `customer`: write `operation`, `purposes`, `categories`, `actor`, `role`, `recipient`, `region`, `forms`, `conversation`, `item` or `attributes.NAME`"),
        new("seen is missing", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: Notified, within: P1D, forEach: { bind: recipient } }"),
            "6: clause `c`: `forEach` has no `seen`: add a selector such as `seen: { operation: dpv:Use }`"),
        new("match names the institution", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: [institution] }"),
            "6: clause `c`: `match` need not name `institution`, which is always equal: leave it out"),
        new("a key is misspelt", SchemaSays.Refused, Given.Oblige("{ after: ConsentWithdrawn, do: dpv:Erase, within: P30D, foreach: { seen: dpv:Share, bind: recipient } }"),
            "6: clause `c`: unknown key `foreach` in `oblige`: did you mean `forEach`?"),
    ];
}
