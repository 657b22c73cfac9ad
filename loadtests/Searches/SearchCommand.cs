using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Reporting.Live;

namespace Covenant.LoadTests.Searches;

/// <summary><c>covenant-load search</c>: the highest rate that holds a latency.</summary>
internal sealed class SearchCommand
{
    private static readonly SearchSettings Default = new();

    private readonly Option<double> _from = LoadOption.Of("--from", "Events per second to begin with, 100 to 5,000,000.", Default.From, "N");
    private readonly Option<double> _to = LoadOption.Of("--to", "Events per second that are tried at most.", Default.To, "N");
    private readonly Option<TimeSpan> _p99 = LoadOption.Time("--p99", "The 99th percentile of the latency, at most.", Default.P99);
    private readonly Option<TimeSpan> _step = LoadOption.Time("--step-for", "How long each rate is tried, 3s to 1h.", Default.StepLength);
    private readonly Option<TimeSpan> _warmUp = LoadOption.Time("--warm-up", "Of each step; what is due in it does not count.", Default.WarmUp);
    private readonly Option<double> _precision = LoadOption.Of(
        "--precision", "How near the highest rate that holds and the lowest that does not have to come, as a share of 0.005 to 0.5.", Default.Precision, "SHARE");

    private readonly WorkloadOptions _workload = new();
    private readonly SystemOptions _system = new();
    private readonly ThresholdOptions _thresholds = new();
    private readonly OutputOptions _outputs = new();

    public static Command Create()
    {
        var search = new SearchCommand();
        var command = new Command("search",
            """
            Find the highest rate that holds a latency without a growing lag: steady loads on one system, doubled until one does not hold, then halved between the two.

            On a system that runs (--bootstrap-server), or on one of its own (--self-contained). What committed readers read in the end is compared with an oracle.
            Exits with 0 where a rate holds and nothing is missing, invented or doubled, with 1 otherwise, and with 2 where it could not be run.
            """) { search._from, search._to, search._p99, search._step, search._warmUp, search._precision };
        search._system.AddTo(command, canRunAlready: true);
        search._workload.AddTo(command);
        search._thresholds.AddProofTo(command);
        search._outputs.AddTo(command, hasLatencies: true);
        command.SetAction(search.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var settings = new SearchSettings
        {
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            P99 = parsed.GetValue(_p99),
            StepLength = parsed.GetValue(_step),
            WarmUp = parsed.GetValue(_warmUp),
            Precision = parsed.GetValue(_precision),
        };
        Demand.That(settings.Mistake is null, settings.Mistake);
        var system = _system.Read(parsed);
        var workload = _workload.Read(parsed, settings.From, isFresh: !system.IsSelfContained);
        Demand.That(workload.Mistake is null, workload.Mistake);
        _outputs.Check(parsed);
        SearchOutcome outcome;
        await using (var screen = LiveScreen.Start(null))
        {
            outcome = await new SearchRun(system, workload, settings, _outputs.Histogram(parsed), screen).RunAsync(token);
        }

        var texts = SettingTexts.Of(parsed, ("seed", workload.Seed.ToString(CultureInfo.InvariantCulture)));
        var code = _outputs.Write(parsed, new(
            "search", null, workload.Seed, outcome.StartedAt, outcome.Seconds, texts, outcome.Load, null, null, outcome.Steps, outcome.Proof, _thresholds.Check(parsed, null, outcome.Proof, 0, null),
            outcome.Samples, outcome.Processes, outcome.Marks, outcome.Remarks));
        return outcome.Steps.Any(one => one.Holds) ? code : 1;
    }
}
