using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Guesses the ISO 8601 duration that another spelling meant: <c>24h</c>, <c>1.5 hours</c>, <c>P30DT</c>, <c>PT1.5H</c>, <c>01:30:00</c>, <c>daily</c>.</summary>
internal static partial class MeantDuration
{
    private const int TextMax = 48;

    // A larger one is hardly meant, and might not fit.
    private const decimal NumberMax = 1_000_000_000;

    private static readonly string[] MinutesOrMonths = ["T", ""], AsItStands = [""];

    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    [GeneratedRegex(@"(?<n>[0-9]+(\.[0-9]+)?)\s*(?<unit>[A-Za-z]+)?[\s,]*(and\s+)?|(?<mark>[PpTt])\s*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Part { get; }

    [GeneratedRegex(@"^((?<d>[0-9]{1,4})\.)?(?<h>[0-9]{1,3}):(?<m>[0-5][0-9])(:(?<s>[0-5][0-9]))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock { get; }

    [GeneratedRegex("(?<=[0-9]),", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma { get; }

    [GeneratedRegex(@"^(?:within|in|max(?:imum)?|at most|up to|(?:no|not) more than|<=|=<|\u2264)\s*(?=[0-9P])|(?<=\s)calendar\s+|\(s\)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Besides { get; }

    [GeneratedRegex(@"^(?:once )?(?:every|per|a|an|each)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Article { get; }

    // `P30M1H`: minutes stand behind hours, and months never before them without days.
    [GeneratedRegex(@"^(?:P[^T]*M|[^T]*[0-9]\s*M)\s*[0-9.]+\s*[Hh]", RegexOptions.CultureInvariant)]
    private static partial Regex MonthsBeforeHours { get; }

    [GeneratedRegex(@"^(?<n>[0-9]{1,3})\s*(?:business|working|work|bank|banking)[\s-]*days?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WorkingDays { get; }

    /// <summary>Each different way in which it can have been meant; empty where it cannot be told. Not yet asked whether one is in its bounds.</summary>
    public static IReadOnlyList<string> Of(string written)
    {
        if (written.Length > TextMax)
        {
            return [];
        }

        var text = Plain(written);
        if (Clock.Match(text) is { Success: true } clock)
        {
            return Join(0, 0, 0, Number(clock, "d"), Number(clock, "h"), Number(clock, "m"), Number(clock, "s")) is { } meant ? [meant] : [];
        }

        // `5M` without a P: `m` is a minute wherever people write it so, a capital M is the month of as many programs.
        var isAmbiguous = text.Contains('M', StringComparison.Ordinal) && text.Length > 0 && text[0] is not ('P' or 'p') && !text.Any(letter => letter is 'T' or 'H' or 'S');
        return [.. (isAmbiguous ? MinutesOrMonths : AsItStands).Select(way => Parts(way, text)).OfType<string>().Distinct()];
    }

    /// <summary>How many calendar days so many working days are, without holidays; null where it speaks of none.</summary>
    public static int? OfWorkingDays(string written) =>
        written.Length <= TextMax && WorkingDays.Match(Plain(written)) is { Success: true } match ? ((int)Number(match, "n") * 7 + 4) / 5 : null;

    private static string Plain(string written)
    {
        var plain = Besides.Replace(DecimalComma.Replace(AsciiDigits.Of(written.Trim().TrimStart('+', '-', '~', '=').TrimEnd('.', ';', ',', ' ')), ".").Trim(), "");
        plain = plain.ToLowerInvariant() switch
        {
            "hourly" => "1 hour",
            "daily" => "1 day",
            "weekly" => "1 week",
            "fortnight" or "fortnightly" => "2 weeks",
            "monthly" => "1 month",
            "quarter" or "quarterly" => "3 months",
            "yearly" or "annual" or "annually" => "1 year",
            "half an hour" or "half hour" => "30 minutes",
            "half a day" or "half day" => "12 hours",
            "half a year" or "half year" or "half-yearly" or "semi-annually" => "6 months",
            _ => Article.Replace(plain, "1 "),
        };
        var first = plain.Split(' ', 2);
        var counted = Array.IndexOf(Numbers, first[0].ToLowerInvariant());
        return counted < 0 || first.Length < 2 ? plain : $"{counted} {first[1]}";
    }

    private static string? Parts(string before, string text)
    {
        if (MonthsBeforeHours.IsMatch(text))
        {
            return null;
        }

        var (at, inTime, isIso) = (0, before == "T", text.Length > 0 && text[0] is 'P' or 'p');
        var found = new decimal[7];
        var any = false;
        foreach (Match part in Part.Matches(text))
        {
            if (part.Index != at || !part.Groups["n"].Success && !part.Groups["mark"].Success)
            {
                return null;
            }

            at += part.Length;
            if (part.Groups["mark"].Success)
            {
                inTime |= part.Groups["mark"].Value is "T" or "t";
                isIso = true;
            }
            else if (!decimal.TryParse(part.Groups["n"].Value, CultureInfo.InvariantCulture, out var number) || number > NumberMax || !Add(found, number, part.Groups["unit"].Value, ref inTime, isIso))
            {
                return null;
            }
            else
            {
                any = true;
            }
        }

        return any && at == text.Length ? Join(found[0], found[1], found[2], found[3], found[4], found[5], found[6]) : null;
    }

    // `P30DT` and `P1DT12H` come as one word behind the number: its last letter is then the mark. What follows hours are minutes.
    private static bool Add(decimal[] found, decimal number, string unit, ref bool inTime, bool isIso)
    {
        var endsInMark = unit.Length == 2 && unit[1] is 'T' or 't' && unit[0] is not ('m' or 'M') | isIso;
        var index = unit.Length == 0 && found[4] > 0 && found[5] == 0 ? 5 : Unit(endsInMark ? unit[..1] : unit, inTime, isIso);
        inTime |= endsInMark || index == 4;
        if (index < 0)
        {
            return false;
        }

        found[index] += index == 6 && unit.Equals("ms", StringComparison.OrdinalIgnoreCase) ? number / 1000 : number;
        return true;
    }

    private static int Unit(string unit, bool inTime, bool isIso) => unit.ToLowerInvariant() switch
    {
        "y" or "yr" or "yrs" or "year" or "years" => 0,
        "mo" or "mon" or "mos" or "month" or "months" => 1,
        "m" when !inTime && (isIso || unit == "M") => 1,
        "w" or "wk" or "wks" or "week" or "weeks" => 2,
        "d" or "day" or "days" => 3,
        "h" or "hr" or "hrs" or "hour" or "hours" => 4,
        "m" or "min" or "mins" or "minute" or "minutes" => 5,
        "s" or "sec" or "secs" or "second" or "seconds" or "ms" => 6,
        _ => -1,
    };

    // A fraction goes whole into the unit below: one and a half hours are 90 minutes.
    private static string? Join(decimal years, decimal months, decimal weeks, decimal days, decimal hours, decimal minutes, decimal seconds)
    {
        Carry(ref years, ref months, 12);
        Carry(ref weeks, ref days, 7);
        Carry(ref days, ref hours, 24);
        Carry(ref hours, ref minutes, 60);
        Carry(ref minutes, ref seconds, 60);
        if (decimal.Truncate(months) != months)
        {
            return null;
        }

        var date = Say(years, 'Y') + Say(months, 'M') + Say(weeks, 'W') + Say(days, 'D');
        var time = Say(hours, 'H') + Say(minutes, 'M') + Say(seconds, 'S');
        return date.Length + time.Length == 0 ? "PT0S" : $"P{date}{(time.Length > 0 ? "T" : "")}{time}";
    }

    private static void Carry(ref decimal from, ref decimal to, int each)
    {
        if (decimal.Truncate(from) != from)
        {
            (from, to) = (0, to + from * each);
        }
    }

    private static string Say(decimal number, char unit) => number == 0 ? "" : number.ToString("0.#######", CultureInfo.InvariantCulture) + unit;

    private static decimal Number(Match match, string name) => match.Groups[name] is { Success: true } group ? decimal.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
}
