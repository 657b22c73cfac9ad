using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads ISO 8601 durations, and says what other spellings meant.</summary>
internal sealed partial class DurationReader(MistakeList mistakes)
{
    private static readonly TimeSpan ToleranceMax = TimeSpan.FromDays(31), PeriodMin = TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"^\s*(?:PT?)?(?<n>[0-9]{1,9})\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BareNumber { get; }

    [GeneratedRegex(@"^P(?<n>[0-9]*[05])M\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthsLikeMinutes { get; }

    /// <summary>Zero allowed.</summary>
    /// <param name="example">Of one unit; named where nothing better is found.</param>
    public Duration Read(Node node, string key, string example) => Read(node, key, example, _ => true, "");

    /// <summary>Longer than zero.</summary>
    public Duration ReadLength(Node node, string key, string example)
    {
        var duration = Read(node, key, example, meant => !meant.IsZero, "longer than zero");
        if (duration.IsZero)
        {
            mistakes.Add(node, $"`{key}` needs a duration longer than zero such as `{example}`");
        }

        return duration;
    }

    /// <summary>At least a second.</summary>
    public Duration ReadPeriod(Node node, string key, string example)
    {
        var period = Read(node, key, example, IsPeriod, "of at least a second");
        if (!IsPeriod(period))
        {
            mistakes.Add(node, $"`{key}` is at least `PT1S`, not {node.Shown}");
        }

        return period;
    }

    /// <summary>Longer than zero, and without months or years, whose lengths differ.</summary>
    public TimeSpan ReadFixed(Node node, string key, string example)
    {
        var duration = Read(node, key, example, meant => meant is { Months: 0, IsZero: false }, "longer than zero");
        if (duration.Months != 0)
        {
            var days = duration.Months * 30L + duration.Time.Days;
            mistakes.Add(node, $"`{key}` cannot have months or years, whose lengths differ: write days such as `P{days}D`, or `calendar: month`");
        }
        else if (duration.IsZero)
        {
            mistakes.Add(node, $"`{key}` needs a duration longer than zero such as `{example}`");
        }

        return duration.Time;
    }

    /// <summary>Zero to 31 days.</summary>
    public TimeSpan ReadTolerance(Node node)
    {
        var duration = Read(node, "tolerance", "PT10M", IsTolerance, "of at most 31 days");
        if (!IsTolerance(duration))
        {
            mistakes.Add(node, $"`tolerance` is at most `P31D`, without months or years, not {node.Shown}");
        }

        return duration.Time;
    }

    private static bool IsPeriod(Duration period) => period.Months != 0 || period.Time >= PeriodMin;

    private static bool IsTolerance(Duration tolerance) => tolerance.Months == 0 && tolerance.Time <= ToleranceMax;

    /// <param name="fits">Whether what was probably meant may stand here.</param>
    /// <param name="bounds">What a duration has to be to fit.</param>
    private Duration Read(Node node, string key, string example, Func<Duration, bool> fits, string bounds)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (Duration.TryParse(written, out var duration))
        {
            WarnOfMonths(node, written, key, fits);
            return duration;
        }

        mistakes.Add(node, () => Explain(node, written, key, example, fits, bounds));
        return Duration.Of(TimeSpan.FromDays(1));
    }

    private static string Explain(Node node, string written, string key, string example, Func<Duration, bool> fits, string bounds)
    {
        bool Fits(string guess) => Duration.TryParse(guess, out var duration) && fits(duration);
        if (BareNumber.Match(written) is { Success: true } bare && Units(bare.Groups["n"].Value).Where(one => Fits(one.Guess)).Select(one => $"`{one.Guess}` for {one.Unit}").ToList() is [_, ..] units)
        {
            return $"`{key}` needs an ISO 8601 duration with its unit such as {(units.Count == 1 ? "" : $"{string.Join(", ", units[..^1])} or ")}{units[^1]}, not {node.Shown}";
        }

        if (MeantDuration.OfWorkingDays(written) is { } days)
        {
            return $"`{key}` cannot be {node.Shown}: an agreement knows calendar days alone, so write those, for example `P{days}D`";
        }

        var meant = MeantDuration.Of(written);
        var fitting = meant.Concat(meant.Select(InDays)).Where(Fits).Distinct().Take(Math.Max(1, meant.Count)).ToList();
        return (fitting.Count, meant.Count) switch
        {
            (2, _) => $"`{key}` needs an ISO 8601 duration such as `{fitting[0]}` for minutes or `{fitting[1]}` for months, not {node.Shown}",
            (1, _) => $"`{key}` needs an ISO 8601 duration such as `{fitting[0]}`, not {node.Shown}",
            (0, > 0) when meant.All(guess => !Duration.TryParse(guess, out _)) => $"`{key}` cannot be {node.Shown}: write an ISO 8601 duration of at most 100 years, for example {InWords(example)}",
            (0, > 0) => $"`{key}` cannot be {node.Shown}: write an ISO 8601 duration {bounds}, for example {InWords(example)}",
            _ => $"`{key}` cannot be {node.Shown}: write an ISO 8601 duration, for example {InWords(example)} or {InWords(example.Contains('T', StringComparison.Ordinal) ? "P30D" : "PT36H")}",
        };
    }

    // Nobody counts a few seconds.
    private static IEnumerable<(string Guess, string Unit)> Units(string number) =>
        new[] { ($"PT{number}S", "seconds"), ($"PT{number}H", "hours"), ($"P{number}D", "days") }.Skip(number.Length > 2 ? 0 : 1);

    /// <param name="example">Of one unit.</param>
    private static string InWords(string example)
    {
        var unit = (example[^1], example[1]) switch
        {
            ('Y', _) => "year",
            ('M', 'T') => "minute",
            ('M', _) => "month",
            ('D', _) => "day",
            ('H', _) => "hour",
            _ => throw new ArgumentOutOfRangeException(nameof(example), example, null),
        };
        var number = example[(example[1] == 'T' ? 2 : 1)..^1];
        return $"`{example}` ({number} {unit}{(number == "1" ? "" : "s")})";
    }

    // Where months may not stand, 30 days for each are the nearest that may.
    private static string InDays(string guess) =>
        Duration.TryParse(guess, out var duration) && duration.Months > 0 ? Duration.Of(TimeSpan.FromDays(30L * duration.Months) + duration.Time).ToString() : guess;

    private void WarnOfMonths(Node node, string written, string key, Func<Duration, bool> fits)
    {
        if (MonthsLikeMinutes.Match(written) is { Success: true } match && Duration.TryParse("PT" + written[1..], out var minutes) && !minutes.IsZero && fits(minutes))
        {
            mistakes.Warn(node, $"`{key}: {written}` is {match.Groups["n"].Value} months: for minutes write `PT{written[1..]}`");
        }
    }
}
