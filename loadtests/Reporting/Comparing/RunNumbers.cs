using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>The numbers of a run that can be held against those of another.</summary>
internal static class RunNumbers
{
    private static readonly (string Name, Unit Unit, Preference Better, Func<RunSummary, double?> Of)[] Fixed =
    [
        ("sent", Unit.PerSecond, Preference.None, run => run.Drain is null ? run.Load.SentRate : null),
        ("judged", Unit.PerSecond, Preference.Higher, run => run.Drain is null ? run.Load.JudgedRate : null),
        ("drained", Unit.PerSecond, Preference.Higher, run => run.Drain?.Rate),
        ("bare consumer", Unit.PerSecond, Preference.None, run => run.Drain?.BareRate),
        ("drained, of the bare consumer", Unit.Percent, Preference.Higher, run => run.Drain?.Ratio),
        ("processor per event", Unit.Microseconds, Preference.Lower, run => run.Drain?.ProcessorPerEvent),
        ("highest rate that held", Unit.PerSecond, Preference.Higher, run => run.Steps.Where(step => step.Holds).Select(step => (double?)step.Rate).Max()),
        ("latency mean", Unit.Milliseconds, Preference.Lower, run => run.Latency?.Mean),
        ("latency p50", Unit.Milliseconds, Preference.Lower, run => run.Latency?.P50),
        ("latency p90", Unit.Milliseconds, Preference.Lower, run => run.Latency?.P90),
        ("latency p99", Unit.Milliseconds, Preference.Lower, run => run.Latency?.P99),
        ("latency p99.9", Unit.Milliseconds, Preference.Lower, run => run.Latency?.P999),
        ("latency highest", Unit.Milliseconds, Preference.Lower, run => run.Latency?.Max),
        ("highest lag", Unit.Count, Preference.Lower, run => run.Drain is null ? run.Load.LagMax : null),
        ("lag at the end", Unit.Count, Preference.Lower, run => run.Load.LagAtEnd),
        ("errors", Unit.Count, Preference.Lower, run => run.Load.Errors),
        ("generator behind", Unit.Seconds, Preference.None, run => run.Drain is null ? run.Load.BehindMax : null),
        ("violations expected", Unit.Count, Preference.None, run => Verdict.IsProven(run) ? run.Proof.Expected : null),
        ("missing", Unit.Count, Preference.Lower, run => Verdict.IsProven(run) ? run.Proof.Missing : null),
        ("invented", Unit.Count, Preference.Lower, run => Verdict.IsProven(run) ? run.Proof.Invented : null),
        ("doubled", Unit.Count, Preference.Lower, run => Verdict.IsProven(run) ? run.Proof.Doubled : null),
        ("thresholds not held", Unit.Count, Preference.Lower, run => run.Thresholds.Count == 0 ? null : run.Thresholds.Count(threshold => !threshold.Holds)),
    ];

    public static IReadOnlyList<ComparedNumber> Of(IReadOnlyList<RunSummary> runs) =>
        [.. Fixed.Select(number => new ComparedNumber(number.Name, number.Unit, number.Better, [.. runs.Select(run => Known(number.Of(run)))])).Concat(OfProcesses(runs)).Where(number => number.Values.Any(value => value is not null))];

    private static IEnumerable<ComparedNumber> OfProcesses(IReadOnlyList<RunSummary> runs)
    {
        foreach (var name in runs.SelectMany(run => run.Processes).Select(process => process.Name).Distinct())
        {
            // What the load itself costs is no merit of what is tested.
            var better = name == "generator" ? Preference.None : Preference.Lower;
            yield return new($"{name}: cores, mean", Unit.Cores, better, [.. runs.Select(run => Samples(run, name)?.Average(sample => sample.Cores))]);
            yield return new($"{name}: memory, highest", Unit.Mebibytes, better, [.. runs.Select(run => Samples(run, name)?.Max(sample => sample.Bytes / 1048576.0))]);
        }
    }

    private static IReadOnlyList<ProcessSample>? Samples(RunSummary run, string name) => run.Processes.FirstOrDefault(process => process.Name == name) is { Samples.Count: > 0 } found ? found.Samples : null;

    private static double? Known(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
