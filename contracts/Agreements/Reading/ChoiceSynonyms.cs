using System.Collections.Frozen;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What people write where one of a few words belongs, and which of them it means. What looks alike is not asked here: <c>inactive</c> looks like <c>active</c>.</summary>
internal static class ChoiceSynonyms
{
    private static readonly FrozenDictionary<(string Key, string Word), string> Words = new (string Key, string Name, string Words)[]
    {
        ("status", "active", "enabled enable live signed agreed accepted approved effective current final published in-force inforce on valid true yes"),
        ("status", "draft", "proposed proposal negotiating negotiation in-negotiation pending wip shadow test preview unsigned planned"),
        ("status", "abstained", "abstain abstains declined decline refused refuse rejected opted-out opt-out optout none not-interested"),
        ("status", "retired", "retire ended end inactive disabled expired terminated revoked cancelled canceled closed withdrawn deprecated obsolete archived superseded off false no"),
        ("severity", "minor", "low info informational information warning warn trivial note small"),
        ("severity", "major", "medium moderate normal default error serious"),
        ("severity", "critical", "highest severe fatal blocker urgent emergency"),
        ("mode", "enforce", "enforced enforcing enforcement active live on block deny strict true hard"),
        ("mode", "shadow", "audit monitor monitoring dry-run dryrun dry test testing report-only reportonly log observe warn permissive silent soft draft preview off passive"),
        ("report", "each", "every all always any each-time everytime every-time individually"),
        ("report", "first", "once one first-only only-first initial deduplicate dedupe unique"),
        ("calendar", "day", "daily days date 1d p1d pt24h 24h per-day"),
        ("calendar", "week", "weekly weeks 7d p7d p1w iso-week isoweek per-week"),
        ("calendar", "month", "monthly months p1m 30d per-month"),
        ("per", "customer", "client person subject data-subject datasubject individual member consumer"),
        ("per", "institution", "bank tenant organisation organization company all global everyone everybody agreement"),
        ("per", "conversation", "chat session thread dialog dialogue"),
        ("per", "actor", "agent employee system service application operator"),
        ("per", "recipient", "partner third-party thirdparty receiver processor"),
        ("per", "item", "object record document transfer transaction"),
    }.SelectMany(row => row.Words.Split(' ').Select(word => ((row.Key, word), row.Name))).ToFrozenDictionary(entry => entry.Item1, entry => entry.Name);

    private static readonly string[] Fields = ["operation", "purposes", "categories", "role", "region", "forms", "customerPresent"];

    // What events often have besides their fields.
    private static readonly FrozenSet<string> Attributes = new[] { "channel", "device", "product", "currency", "amount", "language", "branch", "brand", "campaign", "app", "platform", "source" }.ToFrozenSet();

    private static readonly FrozenDictionary<(string Key, string Word), string> Sentences = new Dictionary<(string, string), string>
    {
        [("calendar", "hour")] = "it is for days, weeks and months; for the hours of the clock write `fixed: PT1H` instead",
        [("calendar", "hourly")] = "it is for days, weeks and months; for the hours of the clock write `fixed: PT1H` instead",
        [("calendar", "minute")] = "it is for days, weeks and months; for the minutes of the clock write `fixed: PT1M` instead",
        [("calendar", "year")] = "it is for days, weeks and months; for any year's length write `sliding: P1Y` instead",
        [("calendar", "yearly")] = "it is for days, weeks and months; for any year's length write `sliding: P1Y` instead",
        [("calendar", "annual")] = "it is for days, weeks and months; for any year's length write `sliding: P1Y` instead",
        [("calendar", "quarter")] = "it is for days, weeks and months; for any quarter's length write `sliding: P3M` instead",
        [("calendar", "quarterly")] = "it is for days, weeks and months; for any quarter's length write `sliding: P3M` instead",
        [("per", "user")] = "write `customer` for the one whose data it is, or `actor` for the one who touches it",
        [("per", "day")] = "it says whose events count together; for each day write `calendar: day`",
        [("per", "week")] = "it says whose events count together; for each week write `calendar: week`",
        [("per", "month")] = "it says whose events count together; for each month write `calendar: month`",
        [("per", "hour")] = "it says whose events count together; for each hour of the clock write `fixed: PT1H`",
    }.ToFrozenDictionary();

    public static string? Find(string key, string word) => Words.GetValueOrDefault((key, Plain(word)));

    /// <summary>What to do where no other word of the same place is meant; null where nothing is known of it.</summary>
    public static string? Say(string key, string word) => Sentences.GetValueOrDefault((key, Plain(word)))
        ?? (key == "per" && Find(key, word) is null && FieldOf(word) is { } field && field.Kind is not (FieldKind.Conversation or FieldKind.Item or FieldKind.Actor or FieldKind.Recipient or FieldKind.Customer)
            ? $"a limit counts by `customer`, `conversation`, `item`, `actor`, `recipient` or `institution`; for one value of it select the events in `when`, such as `when: {{ {Example(field)} }}`, in a clause for each"
            : null);

    private static Field? FieldOf(string word) =>
        Field.TryParse(word, out var field) || Field.TryParse(KeySynonyms.Find(word, Fields, _ => false) ?? "", out field) ? field
        : Attributes.Contains(Plain(word)) ? new Field(FieldKind.Attribute, word.ToLowerInvariant()) : null;

    private static string Example(Field field) => field.Kind switch
    {
        FieldKind.Operation => "operation: dpv:Use",
        FieldKind.Purposes => "purposes: dpv:Marketing",
        FieldKind.Categories => "categories: pd:Financial",
        FieldKind.Role => "role: agent",
        FieldKind.Region => "region: US",
        FieldKind.Forms => "forms: text",
        FieldKind.CustomerPresent => "customerPresent: false",
        _ => $"{Quoted.Of(field.ToString()).Trim('`')}: chat",
    };

    private static string Plain(string word) => word.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
}
