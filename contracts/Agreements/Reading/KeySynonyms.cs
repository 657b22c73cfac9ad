using System.Collections.Frozen;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Keys as other rule languages and people call them, and which of ours they mean: the first that has a place where they stand.</summary>
internal static class KeySynonyms
{
    private static readonly FrozenDictionary<string, string[]> Keys = new (string Ours, string Theirs)[]
    {
        ("agreement", "institution bank party tenant organisation organization"),
        ("effective", "effectivefrom effectivedate effectiveat validfrom start starts startdate from since date begins"),
        ("tolerance", "grace lateness outoforder skew slack"),
        ("clauses", "rules terms policies policy statements articles permissions obligations"),
        ("sets", "groups lists definitions aliases vocabulary"),
        ("scope", "appliesto applies"),
        ("description", "comment comments note notes summary"),
        ("title", "name"),
        ("status", "state phase"),
        ("version", "revision rev"),
        ("id", "name key ref clause"),
        ("text", "description title note comment sentence wording"),
        ("severity", "level priority importance impact"),
        ("mode", "enforcement action"),
        ("remedy", "penalty consequence sanction redress"),
        ("report", "reporting notify alert"),
        ("while", "if given provided providedthat condition conditions onlyif aslongas"),
        ("unless", "except exception exceptions exempt ifnot"),
        ("when", "where select selector filter for of match matching events what"),
        ("count", "maximum atmost upto threshold limit times number"),
        ("max", "maximum atmost upto threshold limit"),
        ("sum", "total amount volume"),
        ("distinct", "unique different distinctcount countdistinct"),
        ("sliding", "rolling moving in within last interval period duration timeframe window"),
        ("fixed", "tumbling bucket"),
        ("total", "ever lifetime overall alltime"),
        ("per", "by groupby scope group foreach partitionby"),
        ("zone", "timezone tz timezoneid"),
        ("once", "earlier happened seen before previously after had"),
        ("within", "deadline due by in before duration window last ago withinlast"),
        ("every", "repeat each period interval frequency cycle recurring"),
        ("until", "stop end ends to endson"),
        ("after", "trigger on event when if upon following"),
        ("do", "then action perform duty must require required what"),
        ("match", "same on key keys join correlate matching"),
        ("forEach", "each per foreachof"),
        ("seen", "in of events among when"),
        ("bind", "field value as key"),
        ("start", "from begin begins opened started opens"),
        ("end", "to until stop stops ended closed ends"),
        ("from", "start begin after since notbefore"),
        ("to", "end until before till notafter"),
        ("days", "day weekdays weekday dayofweek daysofweek"),
        ("hours", "hour time times timeofday"),
        ("operation", "action op operations actions processing event events type activity verb"),
        ("purposes", "purpose reason why"),
        ("categories", "category data datacategory datacategories"),
        ("actor", "user who by employee system agent"),
        ("role", "roles"),
        ("recipient", "receiver thirdparty partner sharedwith target to"),
        ("region", "country countries location jurisdiction regions"),
        ("forms", "form format formats"),
        ("customerPresent", "present ispresent attended"),
        ("conversation", "chat thread session"),
        ("item", "object record document items"),
        ("not", "except without none exclude excluding noneof"),
        ("any", "or anyof oneof either"),
        ("all", "and allof both"),
        ("since", "between"),
        ("during", "time when at schedule"),
    }.SelectMany(row => row.Theirs.Split(' ').Select(word => (word, row.Ours))).GroupBy(pair => pair.word, pair => pair.Ours)
        .ToFrozenDictionary(word => word.Key, word => word.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <param name="taken">Those that stand there already are not meant by another.</param>
    public static string? Find(string word, IReadOnlyList<string> known, Func<string, bool> taken)
    {
        var plain = Plain(word);
        return known.FirstOrDefault(key => Plain(key) == plain && key != word && !taken(key))
            ?? Keys.GetValueOrDefault(plain)?.FirstOrDefault(key => known.Contains(key) && !taken(key) && !(key == "count" && (taken("sum") || taken("distinct"))));
    }

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
