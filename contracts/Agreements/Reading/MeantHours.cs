using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Guesses which hours of the day, and which days of the week, another spelling meant.</summary>
internal static partial class MeantHours
{
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly string[] FullDays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly Dictionary<string, string> OtherDays = new(StringComparer.OrdinalIgnoreCase)
    {
        ["su"] = "sun",
        ["mo"] = "mon",
        ["tu"] = "tue",
        ["tues"] = "tue",
        ["we"] = "wed",
        ["weds"] = "wed",
        ["th"] = "thu",
        ["thur"] = "thu",
        ["thurs"] = "thu",
        ["fr"] = "fri",
        ["sa"] = "sat",
    };

    [GeneratedRegex(@"^\s*(?:from\s+|between\s+)?(?<h1>[0-9]{1,2})(?:[:.h]?(?<m1>[0-9]{2}))?(?::00)?\s*(?<p1>[ap]\.?m\.?)?\s*(?:-|\u2013|\u2014|\.\.|to|until|till|and|/)\s*(?<h2>[0-9]{1,2})(?:[:.h]?(?<m2>[0-9]{2}))?(?::00)?\s*(?<p2>[ap]\.?m\.?)?\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Hours { get; }

    [GeneratedRegex(@"^\s*(?:24\s*[/x]\s*7|24\s*h(?:ou)?(?:rs?)?|all(?:[ -]day)?|any(?:[ -]time)?|always|\*|around the clock|whole day|(?:0{1,2}(?::00){0,2}|12\s*am|midnight)\s*(?:-|\u2013|to)\s*(?:0{1,2}(?::00){0,2}|24(?::00){0,2}|23:59(?::59)?|12\s*am|midnight))\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WholeDay { get; }

    /// <summary>Such as <c>09:00-17:00</c>; null where it cannot be told.</summary>
    public static string? OfHours(string written)
    {
        if (written.Length > 40 || Hours.Match(written) is not { Success: true } match)
        {
            return null;
        }

        var (half, otherHalf) = (match.Groups["p1"].Value, match.Groups["p2"].Value);
        var (from, to) = (Minute(match, "1", half), Minute(match, "2", otherHalf));
        if (half.Length == 0 && otherHalf.Length > 0 && !match.Groups["h1"].Value.StartsWith('0') && Minute(match, "1", otherHalf) is >= 0 and var same)
        {
            // `1-5pm` begins in the afternoon, `9-5pm` does not.
            from = same < to ? same : from is >= 12 * 60 ? from - 12 * 60 : otherHalf[0] is 'a' or 'A' ? from + 12 * 60 : from;
        }

        // `9 to 5` and `2-4` without a word of which half of the day may be either.
        var isOpen = half.Length == 0 && otherHalf.Length == 0 && to <= 12 * 60 && from <= 12 * 60 && (to < from || from is > 0 and < 7 * 60 && !match.Groups["h1"].Value.StartsWith('0'));
        isOpen |= half.Length == 0 && otherHalf.Length > 0 && to == 0 && Minute(match, "1", "") <= 12 * 60;
        isOpen |= half.Length > 0 && otherHalf.Length == 0 && to < from && to <= 12 * 60;
        return from is < 0 or > 24 * 60 || to is < 0 or > 24 * 60 || from % (24 * 60) == to % (24 * 60) || isOpen ? null : $"{Clock(from % (24 * 60))}-{Clock(to)}";
    }

    /// <summary>The days that a word stands for; empty where it cannot be told.</summary>
    public static ImmutableArray<string> OfDays(string written)
    {
        var word = written.Trim().TrimEnd('.').ToLowerInvariant();
        return word switch
        {
            "weekday" or "weekdays" or "workdays" or "workday" or "business days" or "working days" or "businessdays" => ["mon", "tue", "wed", "thu", "fri"],
            "weekend" or "weekends" => ["sat", "sun"],
            _ when Day(word) is { } one => [one],
            _ => Range(word),
        };
    }

    /// <summary>Two or more stretches that one text names, each such as <c>09:00-17:00</c>; empty where it does not.</summary>
    public static IReadOnlyList<string> OfSeveral(string written)
    {
        var stretches = written.Split([",", ";", "&", " and ", "\n"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(OfHours).ToList();
        return stretches.Count is > 1 and <= 4 && stretches.TrueForAll(one => one is not null) ? [.. stretches.OfType<string>()] : [];
    }

    /// <summary>Whether it says that no hour is left out.</summary>
    public static bool IsWholeDay(string written) => written.Length <= 40 && WholeDay.IsMatch(written);

    /// <summary>Whether it says that no day is left out.</summary>
    public static bool IsEveryDay(string written) => written.Trim().ToLowerInvariant() is "*" or "all" or "any" or "daily" or "everyday" or "every day" or "all days";

    private static ImmutableArray<string> Range(string word)
    {
        var ends = word.Split(["-", "\u2013", "..", " to ", " through ", " until "], StringSplitOptions.TrimEntries);
        if (ends.Length == 2 && Day(ends[0]) is { } from && Day(ends[1]) is { } to)
        {
            var (first, count) = (Array.IndexOf(Days, from), (Array.IndexOf(Days, to) - Array.IndexOf(Days, from) + 7) % 7 + 1);
            return [.. Enumerable.Range(first, count).Select(day => Days[day % 7])];
        }

        var several = word.Split([",", ";", "/", "&", " and ", " "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Day).ToList();
        return several.Count > 1 && several.TrueForAll(day => day is not null) ? [.. several.OfType<string>().Distinct()] : [];
    }

    private static string? Day(string word)
    {
        var full = Array.IndexOf(FullDays, word.TrimEnd('s'));
        return full >= 0 ? Days[full]
            : Array.IndexOf(Days, word) is >= 0 and var at ? Days[at]
            : OtherDays.GetValueOrDefault(word) ?? (word.Length > 4 && Nearest.To(word, FullDays) is { } near ? Days[Array.IndexOf(FullDays, near)] : null);
    }

    private static int Minute(Match match, string which, string half)
    {
        var hour = int.Parse(match.Groups["h" + which].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["m" + which] is { Success: true, Value: var m } ? int.Parse(m, CultureInfo.InvariantCulture) : 0;
        if (hour > 24 || minute > 59 || half.Length > 0 && hour is 0 or > 12)
        {
            return -1;
        }

        hour = half.Length == 0 ? hour : hour % 12 + (half[0] is 'p' or 'P' ? 12 : 0);
        return hour * 60 + minute;
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
