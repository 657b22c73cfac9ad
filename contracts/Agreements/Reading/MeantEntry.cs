using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Finds entries of a mapping that YAML reads as one word, since no blank follows the colon or another sign stands in its place: <c>count:4</c>, <c>operation = dpv:Use</c>.</summary>
internal static partial class MeantEntry
{
    private const int WordMax = 400;

    [GeneratedRegex(@"^(?<key>[A-Za-z]+|attributes\.[^\s:=]+):(?! )\s*(?<value>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex NoBlank { get; }

    [GeneratedRegex(@"^(?<key>[A-Za-z]+|attributes\.[^\s:=]+)(?:\s*(?:=>|==?|:=|:\s|[\uFF1A\u2236\uA789])\s*|\s+(?=\S+:\S+\z))(?<value>\S.*?)\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex OtherSign { get; }

    [GeneratedRegex(@"(?:^|[\s{,\[])(?<key>[A-Za-z]+|attributes\.[^\s:=]+):(?<open>[\[{])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BeforeBracket { get; }

    /// <summary>What to say of such a word; null where no key of the place begins it.</summary>
    public static string? Explain(string word, IReadOnlyList<string> keys)
    {
        if (MissingBlank(word, keys) is { } missing)
        {
            return missing;
        }

        if (word.Length <= WordMax && word.StartsWith('{') && word.EndsWith('}') && Read(OtherSign, word[1..].TrimStart(), keys) is not null)
        {
            return $"{Quoted.Of(word)} is one text: leave out the quotes";
        }

        return Read(OtherSign, word, keys) is var (key, value) ? $"{Quoted.Of(word)} is one text: write {Quoted.Of($"{key}: {value}")}" : null;
    }

    /// <param name="keys">Those of the place; every key of ours where it is not given.</param>
    public static string? MissingBlank(string word, IReadOnlyList<string>? keys = null) => Read(NoBlank, word, keys) is not var (key, value) ? null
        : value[0] is '{' or '[' && value[^1] is not ('}' or ']') ? Say($"{key}:{value[0]}", $"{key}: {value[0]}")
        : Say(word, $"{key}: {value}");

    /// <summary>The same anywhere in a line, where a list or a mapping follows.</summary>
    public static string? MissingBlankBeforeBracket(string line) =>
        BeforeBracket.Matches(line).FirstOrDefault(match => KeyHints.IsKey(match.Groups["key"].Value)) is { } match
            ? Say($"{match.Groups["key"].Value}:{match.Groups["open"].Value}", $"{match.Groups["key"].Value}: {match.Groups["open"].Value}") : null;

    private static (string Key, string Value)? Read(Regex pattern, string word, IReadOnlyList<string>? keys) =>
        word.Length <= WordMax && pattern.Match(word) is { Success: true } match && match.Groups["key"].Value is var key
            && (keys is null ? KeyHints.IsKey(key) : keys.Contains(key) || (keys.Contains("attributes.NAME") && key.StartsWith(FieldNames.AttributePrefix, StringComparison.Ordinal)))
            ? (key, match.Groups["value"].Value) : null;

    private static string Say(string word, string meant) => $"a blank is missing after the colon in {Quoted.Of(word)}: write {Quoted.Of(meant)}";
}
