using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Guesses the whole number that another spelling meant: <c>10,000</c>, <c>10k</c>, <c>v2</c>, <c>four</c>, <c>&lt;= 4</c>, <c>0x10</c>.</summary>
internal static partial class MeantNumber
{
    // A larger one is hardly meant, and might not fit.
    private const decimal NumberMax = 1_000_000_000;

    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    [GeneratedRegex(@"^(?:v|at most|up to|max|no more than|not more than|<=|=<|\u2264|==?)?\s*(?<n>[0-9]{1,3}(?:[,_' ][0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]+(?:_[0-9]+)*)(?<k>\s*[kKmM])?(?:\s*(?:times|x|records|per .*|/.*))?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^<\s*(?<n>[0-9]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LessThan { get; }

    /// <summary>Null where it cannot be told.</summary>
    public static decimal? Of(string written) => written.Length <= 40 && Read(Plain(written)) is { } number && number <= NumberMax ? number : null;

    private static decimal? Read(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return hex;
        }

        if (Array.IndexOf(Words, text.ToLowerInvariant()) is >= 0 and var word)
        {
            return word;
        }

        if (LessThan.Match(text) is { Success: true } less)
        {
            return Digits(less.Groups["n"].Value) - 1;
        }

        if (Pattern.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var factor = match.Groups["k"].Value.Trim().ToLowerInvariant() switch { "k" => 1_000m, "m" => 1_000_000m, _ => 1m };
        return Digits(string.Concat(match.Groups["n"].Value.Where(char.IsAsciiDigit))) * factor;
    }

    private static decimal? Digits(string digits) => decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= NumberMax ? number : null;

    private static string Plain(string written) => string.Concat(AsciiDigits.Of(written.Trim()).Select(letter => char.IsWhiteSpace(letter) ? ' ' : letter));
}
