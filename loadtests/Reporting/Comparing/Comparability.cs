using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>Says where two runs were not asked the same, or did not answer well enough to be compared.</summary>
internal static class Comparability
{
    private const double LengthApart = 0.1, GeneratorBehind = 0.1;

    /// <summary>Settings that say what the load is: where one differs, the runs were asked different things.</summary>
    private static readonly string[] LoadSettings =
    [
        "rate", "customers", "skew", "institutions", "violations", "late", "out-of-order", "duplicates", "unreadable", "event-bytes", "partitions", "events", "span", "profile", "agreements", "faults", "fault", "fault-every",
    ];

    public static IEnumerable<string> Warnings(IReadOnlyList<string> names, RunSummary[] runs, IReadOnlyList<ComparedSetting> settings)
    {
        string[] apart = [.. Apart("command", runs, run => run.Command), .. Apart("profile", runs, run => run.Profile ?? "none"), .. settings.Where(IsOfLoad).Select(setting => $"{setting.Name} ({string.Join(", ", setting.Values.Select(value => value ?? "not set"))})")];
        if (apart.Length > 0)
        {
            yield return $"not comparable, the load was another: {string.Join("; ", apart)}";
        }

        if (runs.Max(run => run.Seconds) - runs.Min(run => run.Seconds) > LengthApart * runs.Max(run => run.Seconds))
        {
            yield return $"one ran longer than the other: {string.Join(", ", runs.Select(run => Unit.Seconds.Of(run.Seconds)))}";
        }

        foreach (var (name, run) in names.Zip(runs))
        {
            if (run.Proof.Missing + run.Proof.Invented + run.Proof.Doubled > 0)
            {
                yield return $"`{name}` is wrong, whatever its speed: {Verdict.Wrongs(run.Proof)}";
            }

            if (run.Load.BehindMax > GeneratorBehind)
            {
                yield return $"the generator of `{name}` was up to {Unit.Seconds.Of(run.Load.BehindMax)} behind: its latencies are not the system's alone";
            }
        }
    }

    private static IEnumerable<string> Apart(string what, RunSummary[] runs, Func<RunSummary, string> of) =>
        runs.Select(of).Distinct().Count() > 1 ? [$"{what} ({string.Join(", ", runs.Select(of))})"] : [];

    private static bool IsOfLoad(ComparedSetting setting) => LoadSettings.Contains(setting.Name, StringComparer.OrdinalIgnoreCase);
}
