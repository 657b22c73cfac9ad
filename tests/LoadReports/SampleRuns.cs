using Covenant.LoadTests.Runs;

namespace Covenant.Tests.LoadReports;

/// <summary>Runs as they might have been, the same each time.</summary>
internal static class SampleRuns
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public static RunSummary Steady(int seconds = 60, int rate = 10_000, double slower = 1)
    {
        Random random = new(7);
        RunSample[] samples = [.. Enumerable.Range(1, seconds).Select(second => SampleAt(second, rate, slower, random))];
        var events = (long)seconds * rate;
        return new(
            "run", "steady", 7, Start, seconds, Settings(rate), new(events, events, rate, rate, 0, 0.004, samples.Max(sample => sample.Lag), 0), LatencyOf(slower, events / 50), null, [],
            new(events, events / 50, events / 50, 0, 0, 0, []), [new("p99", "60ms", $"{27.4 * slower:0.0}ms", 27.4 * slower <= 60), new("missing", "0", "0", true), new("rate", $"{rate}", $"{rate}", true)], samples,
            Processes(seconds, ["silo 1", "broker", "storage", "generator"], random), [new(0, 5, "warm-up", false)], []);
    }

    public static RunSummary WithoutViolations() => Steady(10) with
    {
        Latency = null,
        Proof = new(100_000, 0, 0, 0, 0, 0, []),
        Samples = [.. Steady(10).Samples.Select(sample => sample with { Violations = 0, P50 = null, P90 = null, P99 = null, Max = null })],
        Thresholds = [],
    };

    /// <summary>Three silos, twelve faults, and much that went wrong.</summary>
    public static RunSummary Failed(int differences = 400)
    {
        var run = Steady(1_200, 8_000, 1.4);
        string[] faults = ["kill silo 1", "freeze silo 2 for 10 s", "stop the broker", "kill storage", "cut silo 3 off", "slow storage", "kill silo 2", "rebalance", "fill the disk", "skew the clock", "drop the coordinator", "kill silo 3"];
        RunMark[] marks = [new(0, 60, "warm-up", false), .. faults.Select((fault, index) => new RunMark(90 + index * 90, index % 3 == 0 ? 0 : 12, fault, true)), new(1_170, 0, "load over", false)];
        return run with
        {
            Profile = "soak",
            Marks = marks,
            Samples = [.. run.Samples.Select(sample => marks.Any(mark => mark.IsFault && sample.At > mark.At && sample.At < mark.At + 15) ? Struck(sample) : sample).Select(sample => sample with { Errors = (long)sample.At / 32 })],
            Processes = Processes(1_200, ["silo 1", "silo 2", "silo 3", "broker", "storage", "membership", "generator"], new(9)),
            Load = run.Load with { Errors = 37, LagMax = 96_000, LagAtEnd = 1_250, BehindMax = 0.43 },
            Proof = new(9_600_000, 192_000, 191_655, differences - 50, 5, 45, [.. Enumerable.Range(0, Math.Min(differences, 200)).Select(index => $"missing: clause `unattended` of paypal/c-{index * 37}, event e-{index * 991} at {index % 4}@{index * 8191}, 5 events in PT24H, at most 4 allowed")]),
            Thresholds = [.. run.Thresholds.Select(threshold => threshold.Name == "rate" ? threshold : threshold with { Measured = threshold.Name == "p99" ? "4870ms" : "350", Holds = false })],
            Remarks = ["the generator was up to 0.43 s behind: above a tenth of a second the latencies are its own", "silo 2 ended by itself with exit code 134"],
        };
    }

    public static RunSummary Drain() => Steady(42) with
    {
        Command = "drain",
        Profile = null,
        Latency = null,
        Drain = new(10_000_000, 318_402, 731_118, 318_402.0 / 731_118, 4.61),
        Samples = [.. Enumerable.Range(1, 42).Select(second => new RunSample(second, 0, 0, 238_000 + second % 5 * 3_000, 4_700, null, null, null, null, 10_000_000 - second * 238_000, 42 - second, 0))],
        Thresholds = [new("of-bare", "35%", "43.6%", true)],
    };

    public static RunSummary Search()
    {
        SearchStep[] steps = [new(10_000, 7.1, 26.4, 0, true, null), new(40_000, 8.9, 31, 2, true, null), new(160_000, 812, 5_210, 21_400, false, "p99 was 5.21 s, asked for at most 60 ms; the lag grew by 21,400 /s"), new(80_000, 11.2, 44.8, 11, true, null), new(113_000, 24, 96, 160, false, "p99 was 96 ms, asked for at most 60 ms")];
        return Steady() with { Command = "search", Steps = steps };
    }

    public static RunSummary Hour() => Steady(3_600) with { Marks = [new(0, 60, "warm-up", false), new(1_800, 30, "broker restarted", true)] };

    private static RunSample SampleAt(int second, int rate, double slower, Random random)
    {
        var p50 = (7 + random.NextDouble() * 2 + (second < 5 ? 60.0 / second : 0)) * slower;
        var p99 = p50 * (2.6 + random.NextDouble());
        return new(second, rate, rate + random.Next(-40, 40), rate + random.Next(-600, 600), rate / 50.0, p50, p50 * 1.7, p99, p99 * (1.2 + random.NextDouble()), random.Next(50, 240), 0.02 + random.NextDouble() / 50, 0);
    }

    private static RunSample Struck(RunSample sample) => sample with
    {
        Judged = 0,
        Violations = 0,
        P50 = sample.At % 5 == 0 ? 2_900 : null,
        P90 = sample.At % 5 == 0 ? 4_100 : null,
        P99 = sample.At % 5 == 0 ? 4_870 : null,
        Max = sample.At % 5 == 0 ? 8_300 : null,
        Lag = 8_000 * (1 + (long)sample.At % 12),
        LagSeconds = 1 + sample.At % 12,
    };

    private static LatencySummary LatencyOf(double slower, long count)
    {
        double At(double percentile) => slower * (5 + 3 * Math.Log2(1 / Math.Max(1 - percentile / 100, 1e-5)));
        double[] percentiles = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 100];
        return new(count, 9.1 * slower, At(50), At(90), At(99), At(99.9), At(100), [.. percentiles.Select(percentile => new PercentilePoint(percentile, At(percentile)))]);
    }

    private static ProcessSeries[] Processes(int seconds, string[] names, Random random) => [.. names.Select((name, index) => new ProcessSeries(
        name, [.. Enumerable.Range(1, seconds).Select(second => new ProcessSample(second + index * 0.03, 0.2 + index * 0.15 + random.NextDouble() / 10, (180L + index * 90 + Math.Min(second, 300) / 4) << 20))]))];

    private static Dictionary<string, string> Settings(int rate) => new()
    {
        ["rate"] = $"{rate}",
        ["customers"] = "100000",
        ["skew"] = "1.1",
        ["institutions"] = "20",
        ["violations"] = "0.02",
        ["late"] = "0.001",
        ["doubled"] = "0.001",
        ["bootstrap-server"] = "127.0.0.1:39092",
        ["self-contained"] = "true",
        ["silos"] = "1",
    };
}
