using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads ISO 8601 durations, and says what other spellings meant.</summary>
internal sealed partial class DurationReader(MistakeList mistakes)
{
    private static readonly TimeSpan ToleranceMax = TimeSpan.FromDays(31), PeriodMin = TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"^\s*(?:PT?)?(?<n>[0-9]{1,4})\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BareNumber { get; }

    [GeneratedRegex(@"^P(?<n>[0-9]*[05])M\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthsLikeMinutes { get; }

    /// <summary>Zero allowed.</summary>
    /// <param name="example">Written where no better suggestion is found.</param>
    public Duration Read(Node node, string key, string example) => Read(node, key, example, _ => true, "");

    /// <summary>Longer than zero.</summary>
    public Duration ReadLength(Node node, string key, string example)
    {
        var duration = Read(node, key, example, meant => !meant.IsZero, "longer than zero ");
        if (duration.IsZero)
        {
            mistakes.Add(node, $"`{key}` needs a duration longer than zero such as `{example}`");
        }

        return duration;
    }

    /// <summary>At least a second.</summary>
    public Duration ReadPeriod(Node node, string key, string example)
    {
        var period = Read(node, key, example, IsPeriod, "of at least a second ");
        if (!IsPeriod(period))
        {
            mistakes.Add(node, $"`{key}` is at least `PT1S`, not {node.Shown}");
        }

        return period;
    }

    /// <summary>Longer than zero, and without months or years, whose lengths differ.</summary>
    public TimeSpan ReadFixed(Node node, string key, string example)
    {
        var duration = Read(node, key, example, meant => meant is { Months: 0, IsZero: false }, "longer than zero ");
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
        var duration = Read(node, "tolerance", "PT10M", IsTolerance, "of at most 31 days ");
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

        mistakes.Add(node, () => $"`{key}` needs an ISO 8601 duration {Suggest(written, example, fits, bounds)}, not {node.Shown}");
        return Duration.Of(TimeSpan.FromDays(1));
    }

    private static string Suggest(string written, string example, Func<Duration, bool> fits, string bounds)
    {
        bool Fits(string guess) => Duration.TryParse(guess, out var duration) && fits(duration);
        if (BareNumber.Match(written) is { Success: true } bare && Fits($"PT{bare.Groups["n"].Value}H") && Fits($"P{bare.Groups["n"].Value}D"))
        {
            return $"with its unit such as `PT{bare.Groups["n"].Value}H` for hours or `P{bare.Groups["n"].Value}D` for days";
        }

        var meant = MeantDuration.Of(written);
        var fitting = meant.Concat(meant.Select(InDays)).Where(Fits).Distinct().Take(Math.Max(1, meant.Count)).ToList();
        return (fitting.Count, meant.Count) switch
        {
            (2, _) => $"such as `{fitting[0]}` for minutes or `{fitting[1]}` for months",
            (1, _) => $"such as `{fitting[0]}`",
            (0, > 0) when meant.All(guess => !Duration.TryParse(guess, out _)) => $"of at most 100 years such as `{example}`",
            (0, > 0) => $"{bounds}such as `{example}`",
            _ => $"such as `{example}`",
        };
    }

    // Where months may not stand, 30 days for each are the nearest that may.
    private static string InDays(string guess) =>
        Duration.TryParse(guess, out var duration) && duration.Months > 0 ? Duration.Of(TimeSpan.FromDays(30L * duration.Months) + duration.Time).ToString() : guess;

    private void WarnOfMonths(Node node, string written, string key, Func<Duration, bool> fits)
    {
        if (MonthsLikeMinutes.Match(written) is { Success: true } match && Duration.TryParse("PT" + written[1..], out var minutes) && fits(minutes))
        {
            mistakes.Warn(node, $"`{key}: {written}` is {match.Groups["n"].Value} months: for minutes write `PT{written[1..]}`");
        }
    }
}
