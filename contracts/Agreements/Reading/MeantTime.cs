using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Guesses the RFC 3339 time or the date that another spelling meant.</summary>
internal static partial class MeantTime
{
    private const int TextMax = 64;

    private static readonly string[] DayFormats =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "d-MMM-yyyy", "yyyy-MM", "yyyy",
    ];

    [GeneratedRegex(@"^(?<day>\S.*?)(?:\s*[Tt]\s*|\s+(?:at\s+)?)(?<h>[0-9]{1,2}):(?<m>[0-9]{2})(:(?<s>[0-9]{2})(?<f>[.,][0-9]{1,9})?)?\s*(?<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{1,2})?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DayAndTime { get; }

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})[/-](?<b>[0-9]{1,2})[/-](?<y>[0-9]{4})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex YearLast { get; }

    [GeneratedRegex(@"^[0-9]{9,13}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnixTime { get; }

    /// <summary>Each different time that it can have been; empty where that cannot be told.</summary>
    /// <param name="zone">Where a time without an offset is from.</param>
    public static IReadOnlyList<string> Of(string written, string zone)
    {
        var text = written.Trim();
        if (text.Length > TextMax)
        {
            return [];
        }

        if (UnixTime.IsMatch(text))
        {
            var number = long.Parse(text, CultureInfo.InvariantCulture);
            return [DateTimeOffset.FromUnixTimeMilliseconds(text.Length > 11 ? number : number * 1000).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)];
        }

        if (DayAndTime.Match(text) is not { Success: true } match)
        {
            return [.. Days(text).Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        }

        return [.. Days(match.Groups["day"].Value.TrimEnd(',')).Select(day => Join(day, match, zone)).OfType<string>()];
    }

    private static IEnumerable<DateOnly> Days(string text)
    {
        if (YearLast.Match(text) is { Success: true } match)
        {
            var (a, b, year) = (Number(match, "a"), Number(match, "b"), Number(match, "y"));
            return new[] { (Month: a, Day: b), (Month: b, Day: a) }.Where(way => IsDay(year, way.Month, way.Day)).Distinct().Select(way => new DateOnly(year, way.Month, way.Day));
        }

        return DateOnly.TryParseExact(text, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day) ? [day] : [];
    }

    private static bool IsDay(int year, int month, int day) => year is >= 1970 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static string? Join(DateOnly day, Match match, string zone)
    {
        var (hour, minute, second) = (Number(match, "h"), Number(match, "m"), Number(match, "s"));
        if (hour == 24 && minute == 0 && second == 0 && day < DateOnly.MaxValue)
        {
            (day, hour) = (day.AddDays(1), 0);
        }

        if (hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var local = new LocalDateTime(day.Year, day.Month, day.Day, hour, minute, second);
        var fraction = match.Groups["f"].Value.Replace(',', '.');
        return local.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + OffsetOf(match.Groups["zone"].Value.ToUpperInvariant(), local, zone);
    }

    private static string OffsetOf(string written, LocalDateTime local, string zone)
    {
        if (written.Length > 0 && written[0] is '+' or '-')
        {
            var digits = written[1..].Replace(":", "", StringComparison.Ordinal);
            digits = digits.Length <= 2 ? digits.PadLeft(2, '0') + "00" : digits;
            return $"{written[0]}{digits[..2]}:{digits[2..]}";
        }

        if (written.Length > 0 || zone == TimeReader.Utc)
        {
            return "Z";
        }

        var offset = DateTimeZoneProviders.Tzdb[zone].AtLeniently(local).Offset.ToTimeSpan();
        return offset == TimeSpan.Zero ? "Z" : $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hh\\:mm}";
    }

    private static int Number(Match match, string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
}
