using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Options;

/// <summary>What a run has to hold for exit code 0. That nothing is missing, invented or doubled is always asked for.</summary>
internal sealed class ThresholdOptions
{
    private readonly (string Name, Option<TimeSpan?> Option, Func<LatencySummary, double> Of)[] _latencies =
    [
        ("p50", LoadOption.MaybeTime("--p50", "Threshold: the median of the latency, at most."), latency => latency.P50),
        ("p90", LoadOption.MaybeTime("--p90", "Threshold: its 90th percentile, at most."), latency => latency.P90),
        ("p99", LoadOption.MaybeTime("--p99", "Threshold: its 99th percentile, at most."), latency => latency.P99),
        ("p999", LoadOption.MaybeTime("--p999", "Threshold: its 99.9th percentile, at most."), latency => latency.P999),
        ("max", LoadOption.MaybeTime("--max", "Threshold: the longest of all, at most."), latency => latency.Max),
    ];

    private readonly (string Name, Option<long> Option, Func<ProofSummary, long> Of)[] _proofs =
    [
        ("missing", LoadOption.Of("--missing", "Threshold: violations that nobody was told, at most.", 0L, "N"), proof => proof.Missing),
        ("invented", LoadOption.Of("--invented", "Threshold: violations that are none, at most.", 0L, "N"), proof => proof.Invented),
        ("doubled", LoadOption.Of("--doubled", "Threshold: violations told more than once, at most.", 0L, "N"), proof => proof.Doubled),
    ];

    private readonly Option<double?> _rate = LoadOption.Maybe<double?>("--rate-min", "Threshold: events judged each second, at least.", "N");
    private readonly Option<double?> _ratio = LoadOption.Maybe<double?>("--ratio-min", "Threshold: the rate as a share of the bare consumer's, at least, such as 0.35.", "SHARE");

    /// <param name="isDrain">A drain has a ratio, and no latency.</param>
    public void AddTo(Command command, bool isDrain)
    {
        IEnumerable<Option> options = [.. isDrain ? [_ratio] : _latencies.Select(one => (Option)one.Option), .. _proofs.Select(one => one.Option), _rate];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Those of the proof alone.</summary>
    public void AddProofTo(Command command)
    {
        foreach (var (_, option, _) in _proofs)
        {
            command.Options.Add(option);
        }
    }

    /// <param name="latency">Null where nothing was read, which holds no threshold of latency.</param>
    /// <param name="judgedRate">In events per second.</param>
    /// <param name="ratio">Null but for a drain.</param>
    public IReadOnlyList<Threshold> Check(ParseResult parsed, LatencySummary? latency, ProofSummary proof, double judgedRate, double? ratio)
    {
        var thresholds = new List<Threshold>();
        foreach (var (name, option, of) in _latencies)
        {
            if (parsed.GetResult(option) is not null && parsed.GetValue(option) is { } bound)
            {
                var measured = latency is null ? (double?)null : of(latency);
                thresholds.Add(new(name, Text(bound.TotalMilliseconds, "ms"), measured is { } some ? Text(some, "ms") : "nothing", measured <= bound.TotalMilliseconds));
            }
        }

        thresholds.AddRange(_proofs.Select(one => new Threshold(one.Name, Text(parsed.GetValue(one.Option), ""), Text(one.Of(proof), ""), one.Of(proof) <= parsed.GetValue(one.Option))));
        if (parsed.GetResult(_rate) is not null && parsed.GetValue(_rate) is { } rateMin)
        {
            thresholds.Add(new("rate-min", Text(rateMin, "/s"), Text(Math.Round(judgedRate), "/s"), judgedRate >= rateMin));
        }

        if (ratio is { } share && parsed.GetResult(_ratio) is not null && parsed.GetValue(_ratio) is { } ratioMin)
        {
            thresholds.Add(new("ratio-min", Text(ratioMin, ""), Text(Math.Round(share, 3), ""), share >= ratioMin));
        }

        return thresholds;
    }

    private static string Text(double value, string unit) => value.ToString("0.###", CultureInfo.InvariantCulture) + unit;
}
