using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements;

/// <summary>Reads ISO 8601 durations with calendar parts, which <see cref="System.Xml.XmlConvert"/> would turn into a fixed number of days.</summary>
internal static partial class Iso8601
{
    private const int TextMax = 64;

    [GeneratedRegex(@"^P(?=.)(?:(?<y>[0-9]{1,4})Y)?(?:(?<m>[0-9]{1,5})M)?(?:(?<w>[0-9]{1,6})W)?(?:(?<d>[0-9]{1,6})D)?(?:T(?=.)(?:(?<h>[0-9]{1,8})H)?(?:(?<i>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,11}(?:[.,][0-9]{1,7})?)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern { get; }

    public static bool TryParse(string text, out Duration duration)
    {
        duration = default;
        if (text.Length > TextMax || Pattern.Match(text) is not { Success: true } match)
        {
            return false;
        }

        var months = Part(match, "y") * 12 + Part(match, "m");
        var seconds = Part(match, "w") * 604_800 + Part(match, "d") * 86_400 + Part(match, "h") * 3_600 + Part(match, "i") * 60 + Part(match, "s");
        if (months > Duration.MonthsMax || seconds > (decimal)Duration.TimeMax.TotalSeconds)
        {
            return false;
        }

        duration = new Duration((int)months, new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond)));
        return true;
    }

    private static decimal Part(Match match, string name) =>
        match.Groups[name] is { Success: true } part ? decimal.Parse(part.Value.Replace(',', '.'), CultureInfo.InvariantCulture) : 0;
}
