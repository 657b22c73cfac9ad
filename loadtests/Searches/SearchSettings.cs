namespace Covenant.LoadTests.Searches;

/// <summary>What rate is looked for, and how closely.</summary>
public sealed record SearchSettings
{
    public double From { get; init; } = 5_000;

    public double To { get; init; } = 500_000;

    /// <summary>Of the latency, at most.</summary>
    public TimeSpan P99 { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan StepLength { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>At the beginning of each step; what is due in it does not count.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How near the highest rate that holds and the lowest that does not have to come, as a share.</summary>
    public double Precision { get; init; } = 0.05;

    /// <summary>What is wrong with these, as one line; null where nothing is.</summary>
    public string? Mistake =>
        From is not (>= SearchRun.RateMin and <= Schedules.Profile.RateMax) ? $"`--from` is {From}: give {SearchRun.RateMin} to {Schedules.Profile.RateMax} events per second"
        : !(To > From && To <= Schedules.Profile.RateMax) ? $"`--to` is {To}: give more than `--from`, at most {Schedules.Profile.RateMax} events per second"
        : P99 <= TimeSpan.Zero ? "`--p99` is out of its bounds: give more than 0"
        : StepLength < TimeSpan.FromSeconds(3) || StepLength > TimeSpan.FromHours(1) ? "`--step-for` is out of its bounds: give 3s to 1h"
        : WarmUp < TimeSpan.Zero || WarmUp > StepLength / 2 ? "`--warm-up` is out of its bounds: give 0s to half of `--step-for`"
        : Precision is not (>= 0.005 and <= 0.5) ? $"`--precision` is {Precision}: give 0.005 to 0.5"
        : null;
}
