using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Reporting.Live;

namespace Covenant.LoadTests.Drains;

/// <summary><c>covenant-load drain</c>: how fast silos catch up with a full topic.</summary>
internal sealed class DrainCommand
{
    private const long EventsMin = 1_000;

    private const long EventsMax = 1_000_000_000;

    private static readonly TimeSpan SpanMax = TimeSpan.FromHours(20);

    private readonly Option<long> _events = LoadOption.Of("--events", "Records to fill the topic with, 1,000 to 1,000,000,000.", 3_000_000L, "N");
    private readonly Option<TimeSpan> _span = LoadOption.Time("--span", "How long the stream lasts in event time, at most 20h; it ends about now.", TimeSpan.FromHours(2));
    private readonly WorkloadOptions _workload = new();
    private readonly SystemOptions _system = new();
    private readonly ThresholdOptions _thresholds = new();
    private readonly OutputOptions _outputs = new();

    public static Command Create()
    {
        var drain = new DrainCommand();
        var command = new Command("drain",
            """
            Fill the topic first, then measure the catch-up (the rate between 10 % and 90 % of the committed offsets) beside what the bare consumer reads of the same topic in the same run.

            The run brings its own broker, storage and silos (--self-contained). What committed readers read in the end is compared with an oracle.
            Exits with 0 where all thresholds hold, with 1 where one does not, and with 2 where it could not be run.
            """) { drain._events, drain._span };
        drain._system.AddTo(command, canRunAlready: false);
        drain._workload.AddTo(command);
        drain._thresholds.AddTo(command, isDrain: true);
        drain._outputs.AddTo(command, hasLatencies: false);
        command.SetAction(drain.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var (count, span) = (parsed.GetValue(_events), parsed.GetValue(_span));
        Demand.That(count is >= EventsMin and <= EventsMax, $"`--events` is {count}: give {EventsMin} to {EventsMax}");
        Demand.That(span > TimeSpan.Zero && span <= SpanMax, "`--span` is out of its bounds: give more than 0, at most 20h");
        var workload = _workload.Read(parsed, count / span.TotalSeconds, isFresh: false);
        Demand.That(workload.Mistake is null, workload.Mistake);
        var system = _system.Read(parsed);
        _outputs.Check(parsed);
        DrainOutcome outcome;
        await using (var screen = LiveScreen.Start(null))
        {
            outcome = await new DrainRun(system, workload, count, span, screen).RunAsync(token);
        }

        var (drain, seed) = (outcome.Drain, workload.Seed);
        var lagMax = outcome.Samples.Select(sample => sample.Lag).DefaultIfEmpty().Max();
        var thresholds = _thresholds.Check(parsed, null, outcome.Proof, drain.Rate, drain.Ratio);
        var settings = SettingTexts.Of(parsed, ("seed", seed.ToString(CultureInfo.InvariantCulture)), ("fill-rate", outcome.FillRate.ToString("0", CultureInfo.InvariantCulture)));
        return _outputs.Write(parsed, new(
            "drain", null, seed, outcome.StartedAt, outcome.Seconds, settings, new(count, count, outcome.FillRate, drain.Rate, 0, 0, lagMax, 0), null, drain, [], outcome.Proof, thresholds, outcome.Samples,
            outcome.Processes, outcome.Marks, outcome.Surprises));
    }
}
