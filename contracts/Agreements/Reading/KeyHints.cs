using System.Text;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What to say of a key that has no place where it stands.</summary>
internal static class KeyHints
{
    private const int DividedMax = 16;

    /// <summary>Keys that people put in the wrong place, and where they belong.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["sliding"] = "is a window, which only a `limit` has, inside it",
        ["fixed"] = "is a window, which only a `limit` has, inside it",
        ["calendar"] = "is a window, which only a `limit` has, inside it",
        ["total"] = "is a window, which only a `limit` has, inside it",
        ["window"] = "is not written: a `limit` has `sliding`, `fixed`, `calendar` or `total`",
        ["count"] = "is a measure, which only a `limit` has, inside it",
        ["sum"] = "is a measure, which only a `limit` has, inside it",
        ["distinct"] = "is a measure, which only a `limit` has, inside it",
        ["max"] = "goes with `sum` or `distinct` inside a `limit`",
        ["when"] = "is the selector inside a `limit`",
        ["per"] = "is the scope inside a `limit`",
        ["zone"] = "goes with `calendar` inside a `limit`, or inside `during`",
        ["within"] = "goes with `do` inside an `oblige`, or beside `once`",
        ["every"] = "goes with `do` inside an `oblige`",
        ["until"] = "goes with `every` inside an `oblige`",
        ["forEach"] = "goes inside an `oblige`",
        ["after"] = "is the trigger inside an `oblige`",
        ["do"] = "goes with `after` inside an `oblige`",
        ["match"] = "goes beside `once` or `since`, or inside an `oblige`",
        ["once"] = "is a condition, which goes inside `while` or `unless`",
        ["since"] = "is a condition, which goes inside `while` or `unless`",
        ["during"] = "is a condition, which goes inside `while` or `unless`",
        ["while"] = "goes beside the clause's form, not inside it",
        ["unless"] = "goes beside the clause's form, not inside it",
        ["severity"] = "goes beside the clause's form, not inside it",
        ["mode"] = "goes beside the clause's form, not inside it",
        ["report"] = "goes beside the clause's form, not inside it",
        ["remedy"] = "goes beside the clause's form, not inside it",
        ["text"] = "goes beside the clause's form, not inside it",
        ["id"] = "goes beside the clause's form, not inside it",
        ["customer"] = "cannot be selected: an agreement speaks of every customer alike",
        ["institution"] = "cannot be selected: an agreement speaks of its own institution",
        ["records"] = "cannot be selected: a `limit` adds it up, with `sum: records` and `max`",
    };

    /// <summary>Every key that an agreement can have somewhere.</summary>
    private static readonly HashSet<string> All =
    [
        .. Places.Keys, "agreement", "version", "effective", "status", "tolerance", "title", "description", "sets", "scope", "clauses", "permit", "prohibit", "limit", "oblige", "operation", "purposes",
        "categories", "actor", "role", "recipient", "region", "forms", "customerPresent", "conversation", "item", "not", "any", "all", "start", "end", "from", "to", "days", "hours", "seen", "bind",
    ];

    /// <param name="place">What holds the key, in backticks.</param>
    /// <param name="known">Which keys there are.</param>
    /// <param name="more">What <paramref name="known"/> are called besides keys.</param>
    public static string Explain(MapEntry entry, MapNode map, string place, IReadOnlyList<string> known, string? more = null)
    {
        var key = entry.Key;
        var unknown = $"unknown {more ?? "key"} {Quoted.Of(key)}{(more is null ? $" in {place}" : "")}";
        if (Special(entry, map, place, known) is { } said)
        {
            return said;
        }

        if (KeySynonyms.Find(key, known, map.Has) is { } meant)
        {
            return $"{unknown}: did you mean {Quoted.Of(meant)}?";
        }

        if (Places.TryGetValue(key, out var belongs))
        {
            return $"{Quoted.Of(key)} has no place in {place}: it {belongs}";
        }

        return Nearest.To(key, known) is { } near ? $"{unknown}: did you mean {Quoted.Of(near)}?"
            : known.Contains("attributes.NAME") && AttributeOf(key) is { } attribute ? $"{unknown}: for an attribute of the event write {Quoted.Of(attribute)}, or one of the fields {Quoted.Choice(known)}"
            : $"{unknown}: write {Quoted.Choice(known)}";
    }

    public static bool IsKey(string word) => All.Contains(word) || word.StartsWith(FieldNames.AttributePrefix, StringComparison.Ordinal);

    private static string? Special(MapEntry entry, MapNode map, string place, IReadOnlyList<string> known)
    {
        var key = entry.Key;
        if (key.StartsWith('\t'))
        {
            return $"a tab cannot indent: write spaces before {Quoted.Of(key.TrimStart('\t'))}";
        }

        if (key.StartsWith('\u00A0'))
        {
            return $"a no-break space is no blank to YAML: write plain spaces before {Quoted.Of(key.Trim())}";
        }

        if (key == "<<")
        {
            return "merge keys (`<<`) are not read: write the keys of the other mapping out here, or repeat a whole mapping with `&name` and `*name`";
        }

        if ((key.Contains('{', StringComparison.Ordinal) || key.Contains('[', StringComparison.Ordinal)) && MeantEntry.MissingBlank(key) is { } beforeBracket)
        {
            return beforeBracket;
        }

        if (entry.Value is ScalarNode { IsNull: true } && OfAlone(key, map, place, known) is { } alone)
        {
            return alone;
        }

        if ((known.Contains("operation") ? MisplacedKeys.InSelector(entry) : known.Contains("once") ? MisplacedKeys.InCondition(entry) : null) is { } misplaced)
        {
            return misplaced;
        }

        return known.Contains("effective") && key.ToLowerInvariant() is "until" or "expires" or "expiry" or "end" or "ends" or "to" or "validuntil" or "valid_until" or "validto" or "valid_to" or "enddate"
            ? $"{Quoted.Of(key)} is not written: an agreement ends where a later version takes effect; write one with `status: retired`"
            : null;
    }

    // A key without a value is more often a value without its key.
    private static string? OfAlone(string key, MapNode map, string place, IReadOnlyList<string> known)
    {
        if ((MeantEntry.MissingBlank(key) ?? MeantEntry.Explain(key, known)) is { } oneWord)
        {
            return oneWord;
        }

        if (Divided(key, map, known) is { } divided)
        {
            return divided;
        }

        return key.Contains(':', StringComparison.Ordinal) && known.Contains("operation")
            ? $"{Quoted.Of(key)} in {place} is a key without a value: write {Quoted.Of($"operation: {key}")}" : null;
    }

    /// <summary>`region: US, CA` in braces are two entries.</summary>
    private static string? Divided(string key, MapNode map, IReadOnlyList<string> known)
    {
        bool IsAlone(MapEntry entry) => entry.Value is ScalarNode { IsNull: true } && !known.Contains(entry.Key);
        var before = map.Entries.TakeWhile(entry => entry.Key != key).Reverse().SkipWhile(IsAlone).FirstOrDefault();
        if (before.Value is not ScalarNode { IsNull: false, Written: var first } || map.Entries.Length > DividedMax)
        {
            return null;
        }

        string[] values = [first, .. map.Entries.SkipWhile(entry => entry.Key != before.Key).Skip(1).TakeWhile(IsAlone).Select(entry => entry.Key)];
        if (values[1..].All(value => value.Length == 3 && value.All(char.IsAsciiDigit)) && first.Length is > 0 and <= 3 && first.All(char.IsAsciiDigit))
        {
            return $"{Quoted.Of($"{before.Key}: {string.Join(',', values)}")} is {(values.Length == 2 ? "two" : "several")} entries, for a comma divides them: write {Quoted.Of($"{before.Key}: {string.Concat(values)}")}";
        }

        if (!(Field.TryParse(before.Key, out var field) || before.Key is "days" or "match" or "per") || Nearest.To(key, known) is not null)
        {
            return null;
        }

        var meant = Array.ConvertAll(values, value => before.Key == "days" && MeantHours.OfDays(value) is [var day] ? day
            : before.Key != "days" && ValueHabits.KindOf(field) is TermKind.Purpose or TermKind.Category ? MeantTerm.Exact(value, ValueHabits.KindOf(field)) ?? value : value);
        var many = values.Length == 2 ? "two" : "several";
        return $"{Quoted.Of($"{before.Key}: {string.Join(", ", values)}")} is {many} entries, for a comma divides them: for {many} values of {Quoted.Of(before.Key)} write {Quoted.Of($"{before.Key}: [{string.Join(", ", meant)}]")}";
    }

    public static string? AttributeOf(string key) =>
        key.Length is > 0 and <= 40 && key.EnumerateRunes().All(letter => Rune.IsLetterOrDigit(letter) || letter.Value is '_' or '-') ? FieldNames.AttributePrefix + key : null;
}
