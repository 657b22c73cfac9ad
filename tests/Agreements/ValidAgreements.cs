namespace Covenant.Tests.Agreements;

/// <summary>Documents without a mistake that together use all of the language: the reader and the schema must take them, and the fuzz begins from them.</summary>
internal static class ValidAgreements
{
    public static readonly string[] All =
    [
        """
        agreement: acme
        version: 3
        effective: 2018-08-01T00:00:00Z
        tolerance: PT5M
        title: Chat with customers of Acme
        sets:
          Ads: [dpv:Marketing, MoreAds]
          MoreAds: acme:Banner
          Research: [research]
        scope: { categories: [pd:Financial, dpv:PersonalData] }
        clauses:
          - id: services
            text: Only to serve the customer.
            permit: { purposes: [fin:PaymentProcessing, dpv:CustomerCare], not: { region: [XX, "*"] } }
            while: { since: { start: ConsentGiven, end: ConsentWithdrawn } }
          - id: Research_5.1
            permit: { purposes: Research }
          - id: no-ads
            severity: critical
            prohibit: { purposes: Ads, any: [dpv:Use, { role: agent, customerPresent: false }] }
            unless: { all: [{ once: Approved, within: P1Y }, { not: { during: { days: [sat, sun], hours: "22:00-06:00", zone: Europe/Paris } } }], match: [item, attributes.case] }
        """,
        """
        agreement: bank-2
        version: 1000000
        effective: 2026-01-31
        status: draft
        clauses:
          - { id: a, limit: { when: { customerPresent: false }, count: 4, sliding: PT24H } }
          - { id: b, limit: { when: dpv:Access, distinct: customer, max: 10000, calendar: day, zone: America/Los_Angeles, per: institution }, report: first }
          - { id: c, limit: { sum: records, max: 0, fixed: P1DT12H, per: [conversation, actor] }, mode: shadow }
          - { id: d, limit: { count: 3, total } }
          - { id: e, limit: { distinct: attributes.device, max: 2, total: true, per: item }, severity: minor, remedy: 100 USD }
        """,
        """
        agreement: bank-3
        version: 1
        effective: 2020-02-29T23:59:59.123+01:00
        clauses:
          - id: erase
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: [item] }
          - id: tell-recipients
            oblige:
              after: { operation: ErasureRequested, attributes: { channel: [chat, 3, true] } }
              do: Notified
              within: P1M
              forEach: { seen: { operation: dpv:Share, recipient: "*" }, bind: recipient }
          - id: statement
            oblige: { after: &start { operation: AccountOpened }, do: StatementSent, every: P1M, until: { not: *start } }
            unless: { any: [{ once: [Approved, CardFrozen], within: PT0.5S }, { during: { from: 2026-01-01, to: 2027-01-01 } }] }
        """,
        "agreement: none-9\nversion: 1\neffective: 1999-12-31\nstatus: abstained\n",
        """{"agreement":"json-bank","version":7,"effective":"2026-01-01T00:00:00Z","status":"retired","sets":null,"clauses":[{"id":"x","prohibit":"*"},{"id":"0","permit":{}}]}""",
    ];
}
