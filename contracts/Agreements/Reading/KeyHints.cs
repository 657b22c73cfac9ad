using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What to say of a key that has no place where it stands.</summary>
internal static class KeyHints
{
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

    /// <summary>`count:4` is one word to YAML; null where no key of ours stands before the colon.</summary>
    public static string? MissingBlank(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < word.Length - 1 && word[colon + 1] != ' ' && All.Contains(word[..colon])
            ? $"a blank is missing after the colon in {Quoted.Of(word)}: write {Quoted.Of($"{word[..colon]}: {word[(colon + 1)..]}")}"
            : null;
    }

    private static string? Special(MapEntry entry, MapNode map, string place, IReadOnlyList<string> known)
    {
        var key = entry.Key;
        if (key.StartsWith('\t'))
        {
            return $"a tab cannot indent: write spaces before {Quoted.Of(key.TrimStart('\t'))}";
        }

        if (key == "<<")
        {
            return "merge keys (`<<`) are not read: write the keys of the other mapping out here, or repeat a whole mapping with `&name` and `*name`";
        }

        if (entry.Value is ScalarNode { IsNull: true })
        {
            if (MissingBlank(key) is { } missing)
            {
                return missing;
            }

            var before = map.Entries.TakeWhile(other => other.Key != key).LastOrDefault();
            if (key.Length == 3 && key.All(char.IsAsciiDigit) && before.Value is ScalarNode { Written: var number } && number.All(char.IsAsciiDigit))
            {
                return $"{Quoted.Of($"{before.Key}: {number},{key}")} is two entries, for a comma divides them: write {Quoted.Of($"{before.Key}: {number}{key}")}";
            }

            if (key.Contains(':', StringComparison.Ordinal) && known.Contains("operation"))
            {
                return $"{Quoted.Of(key)} in {place} is a key without a value: write {Quoted.Of($"operation: {key}")}";
            }
        }

        return known.Contains("effective") && key.ToLowerInvariant() is "until" or "expires" or "expiry" or "end" or "ends" or "to" or "validuntil" or "valid_until" or "validto" or "valid_to" or "enddate"
            ? $"{Quoted.Of(key)} is not written: an agreement ends where a later version takes effect; write one with `status: retired`"
            : null;
    }

    private static string? AttributeOf(string key) =>
        key.Length is > 0 and <= 40 && key.EnumerateRunes().All(letter => Rune.IsLetterOrDigit(letter) || letter.Value is '_' or '-') ? FieldNames.AttributePrefix + key : null;
}
