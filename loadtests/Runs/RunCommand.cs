using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Reporting.Live;
using Covenant.LoadTests.Schedules;

namespace Covenant.LoadTests.Runs;

/// <summary><c>covenant-load run</c>: an open load, how long each violation takes, and whether each was told once.</summary>
internal sealed class RunCommand
{
    private static readonly Profile Default = new();

    private readonly Argument<ProfileKind> _kind = new("PROFILE") { Description = "How the rate goes: steady (default), ramp, step, spike, soak, backlog.", DefaultValueFactory = _ => ProfileKind.Steady };
    private readonly Option<double> _rate = LoadOption.Of("--rate", "Events per second, 1 to 5,000,000; of ramp and step: at the beginning.", Default.Rate, "N");
    private readonly Option<TimeSpan> _length = LoadOption.Time("--for", "How long events are due, 1s to 168h.", Default.Length);
    private readonly Option<double> _to = LoadOption.Of("--to", "Events per second: of ramp and step at the end, of spike in its peak.", Default.To, "N");
    private readonly Option<int> _steps = LoadOption.Of("--steps", "Of step, 2 to 100.", Default.Steps, "N");
    private readonly Option<TimeSpan> _hold = LoadOption.Time(
        "--hold", "Of spike: how long its peak lasts. Of backlog: how long the silos are held back; where the system runs already as much load is due in the first second.", Default.Hold);

    private readonly Option<TimeSpan> _warmUp = LoadOption.Time("--warm-up", "Latencies of what is due before count in no percentile.", TimeSpan.FromSeconds(10));
    private readonly Option<bool> _faults = new("--faults") { Description = "Does faults to parts of its own meanwhile: each that can happen once in an order of the seed, then any." };
    private readonly Option<string[]> _only = new("--fault") { Description = "Does this fault, and others named so.", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _faultEvery = LoadOption.MaybeTime("--fault-every", "From the end of a fault to the next; without it 5 to 20 s at random.");
    private readonly WorkloadOptions _workload = new();
    private readonly SystemOptions _system = new();
    private readonly ThresholdOptions _thresholds = new();
    private readonly OutputOptions _outputs = new();

    private RunCommand() => _only.AcceptOnlyFromAmong([.. FaultCatalogue.Names]);

    public static Command Create()
    {
        var run = new RunCommand();
        var command = new Command("run",
            """
            Put a load on a system: events are due on a schedule, however slow the system is, and a violation's latency counts from when its event was due until a committed reader has read it.

            On a system that runs (--bootstrap-server), or on one of its own (--self-contained). What committed readers read in the end is compared with an oracle.
            Exits with 0 where all thresholds hold, with 1 where one does not, and with 2 where it could not be run.
            """) { run._kind, run._rate, run._length, run._to, run._steps, run._hold, run._warmUp, run._faults, run._only, run._faultEvery };
        run._system.AddTo(command, canRunAlready: true);
        run._workload.AddTo(command);
        run._thresholds.AddTo(command, isDrain: false);
        run._outputs.AddTo(command, hasLatencies: true);
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var settings = Read(parsed);
        LoadOutcome outcome;
        await using (var screen = LiveScreen.Start(settings.Profile.Length))
        {
            outcome = await new LoadRun(settings, screen).RunAsync(token);
        }

        var seed = settings.Workload.Seed;
        var thresholds = _thresholds.Check(parsed, outcome.Latency, outcome.Proof, outcome.Load.JudgedRate, null);
        return _outputs.Write(parsed, new(
            "run", settings.Profile.Kind.ToString().ToLowerInvariant(), seed, outcome.StartedAt, outcome.Seconds, SettingTexts.Of(parsed, ("seed", seed.ToString(CultureInfo.InvariantCulture))),
            outcome.Load, outcome.Latency, null, [], outcome.Proof, thresholds, outcome.Samples, outcome.Processes, outcome.Marks, outcome.Remarks));
    }

    private LoadRunSettings Read(ParseResult parsed)
    {
        var profile = new Profile
        {
            Kind = parsed.GetValue(_kind),
            Rate = parsed.GetValue(_rate),
            Length = parsed.GetValue(_length),
            To = parsed.GetValue(_to),
            Steps = parsed.GetValue(_steps),
            Hold = parsed.GetValue(_hold),
        };
        Demand.That(profile.Mistake is null, profile.Mistake);
        var system = _system.Read(parsed);
        var settings = new LoadRunSettings
        {
            System = system,
            Workload = _workload.Read(parsed, profile.ToSchedule(false).MeanRate, isFresh: !system.IsSelfContained),
            Profile = profile,
            WarmUp = parsed.GetValue(_warmUp),
            Histogram = _outputs.Histogram(parsed),
            HasFaults = parsed.GetValue(_faults) || parsed.GetValue(_only) is { Length: > 0 },
            Faults = parsed.GetValue(_only) ?? [],
            FaultEvery = parsed.GetValue(_faultEvery),
        };
        Demand.That(settings.Mistake is null, settings.Mistake);
        _outputs.Check(parsed);
        return settings;
    }
}
