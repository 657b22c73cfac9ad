using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads ISO 8601 durations, and guesses what other spellings meant.</summary>
internal sealed partial class DurationReader(MistakeList mistakes)
{
    [GeneratedRegex(@"^\s*(?<n>[0-9]{1,6})\s*(?<unit>[A-Za-z]+)\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Colloquial { get; }

    /// <param name="example">Written where no better suggestion is found.</param>
    public Duration Read(Node node, string key, string example)
    {
        if (node is ScalarNode scalar && Duration.TryParse(scalar.Written, out var duration))
        {
            return duration;
        }

        var meant = node is ScalarNode { Written: var written } ? Guess(written) : null;
        mistakes.Add(node, $"`{key}` needs an ISO 8601 duration such as `{meant ?? example}`, not {node.Shown}");
        return Duration.Of(TimeSpan.FromDays(1));
    }

    /// <summary>Longer than zero.</summary>
    public Duration ReadLength(Node node, string key, string example)
    {
        var duration = Read(node, key, example);
        if (duration.IsZero)
        {
            mistakes.Add(node, $"`{key}` needs a duration longer than zero such as `{example}`");
        }

        return duration;
    }

    /// <summary>Longer than zero, and without months or years, whose lengths differ.</summary>
    public TimeSpan ReadFixed(Node node, string key, string example)
    {
        var duration = ReadLength(node, key, example);
        if (duration.Months != 0)
        {
            mistakes.Add(node, $"`{key}` cannot have months or years, whose lengths differ: write days such as `P30D`, or `calendar: month`");
        }

        return duration.Time;
    }

    /// <summary>Zero to 31 days.</summary>
    public TimeSpan ReadTolerance(Node node)
    {
        var duration = Read(node, "tolerance", "PT10M");
        if (duration.Months != 0 || duration.Time > TimeSpan.FromDays(31))
        {
            mistakes.Add(node, $"`tolerance` is at most `P31D`, without months or years, not {node.Shown}");
        }

        return duration.Time;
    }

    private static string? Guess(string text)
    {
        if (text.Length > 32)
        {
            return null;
        }

        var upper = text.Trim().ToUpperInvariant();
        string[] guesses = [upper, upper.StartsWith("PT", StringComparison.Ordinal) ? "P" + upper[2..] : "PT" + upper.TrimStart('P'), FromColloquial(text)];
        return guesses.FirstOrDefault(guess => Duration.TryParse(guess, out _));
    }

    private static string FromColloquial(string text)
    {
        if (Colloquial.Match(text) is not { Success: true } match)
        {
            return "";
        }

        var number = int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => $"PT{number}S",
            "m" or "min" or "mins" or "minute" or "minutes" => $"PT{number}M",
            "h" or "hr" or "hrs" or "hour" or "hours" => $"PT{number}H",
            "d" or "day" or "days" => $"P{number}D",
            "w" or "week" or "weeks" => $"P{number}W",
            "mo" or "month" or "months" => $"P{number}M",
            "y" or "yr" or "year" or "years" => $"P{number}Y",
            _ => "",
        };
    }
}
