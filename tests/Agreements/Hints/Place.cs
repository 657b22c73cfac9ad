using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;

namespace Covenant.Tests.Agreements.Hints;

/// <summary>Where in an agreement something is written that is to be read there.</summary>
internal static class Place
{
    /// <param name="place">The key that it is given to, or what it stands for.</param>
    public static string Text(string place, string written) => place switch
    {
        "document" => written,
        "agreement" => $"agreement: {written}\nversion: 1\neffective: 2026-01-01\n{Given.OneClause}",
        "version" => $"agreement: acme\nversion: {written}\neffective: 2026-01-01\n{Given.OneClause}",
        "effective" => $"agreement: acme\nversion: 1\neffective: {written}\n{Given.OneClause}",
        "status" or "tolerance" => $"{Given.Head}{place}: {written}\n{Given.OneClause}",
        "key of the agreement" => $"{Given.Head}{written}: []\n{Given.OneClause}",
        "id" => $"{Given.Head}clauses:\n  - id: {written}\n    prohibit: dpv:Use\n",
        "clause" => Given.Clause(written),
        "form" => Given.Clause($"{written}: dpv:Use"),
        "severity" or "mode" or "report" => Given.Clause($"prohibit: dpv:Use\n{place}: {written}"),
        "condition" => Given.Clause($"prohibit: dpv:Use\n{written}: {{ once: ConsentGiven }}"),
        "kind" => Given.Unless($"{{ {written}: ConsentGiven }}"),
        "selector" => Given.Prohibit(written),
        "field" => Given.Prohibit($"{{ operation: dpv:Use, {written}: chat }}"),
        "operation" or "purposes" or "categories" or "region" or "customerPresent" or "attributes.x" => Given.Prohibit($"{{ {(place == "operation" ? "" : "operation: dpv:Use, ")}{place}: {written} }}"),
        "zone" => Given.Unless($"{{ during: {{ days: mon, zone: '{written}' }} }}"),
        "from" => Given.Unless($"{{ during: {{ from: '{written}', zone: America/New_York }} }}"),
        "to" or "days" or "hours" => Given.Unless($"{{ during: {{ {place}: {written} }} }}"),
        "limit" => Given.Limit(written),
        "key of a limit" => Given.Limit($"{{ when: dpv:Use, sum: records, {written}: 4, total: true }}"),
        "window" => Given.Limit($"{{ when: dpv:Use, count: 4, {written}: PT24H }}"),
        "count" => Given.Limit($"{{ when: dpv:Use, count: {written}, total: true }}"),
        "distinct" => Given.Limit($"{{ when: dpv:Use, distinct: {written}, max: 4, total: true }}"),
        "per" => Given.Limit($"{{ when: dpv:Use, count: 4, total: true, per: {written} }}"),
        "sliding" or "fixed" => Given.Limit($"{{ when: dpv:Use, count: 4, {place}: '{written}' }}"),
        "calendar" => Given.Limit($"{{ when: dpv:Use, count: 4, calendar: {written} }}"),
        "within" => Given.Oblige($"{{ after: ConsentWithdrawn, do: dpv:Erase, within: '{written}' }}"),
        "every" => Given.Oblige($"{{ after: ConsentWithdrawn, do: dpv:Erase, every: '{written}', until: Notified }}"),
        "oblige" => Given.Oblige(written),
        "match" => Given.Oblige($"{{ after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: {written} }}"),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, null),
    };

    public static AgreementReading Read(string place, string written) => AgreementReader.Read(Text(place, written), "a.yaml");
}
