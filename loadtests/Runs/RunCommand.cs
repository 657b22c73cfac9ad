using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Schedules;

namespace Covenant.LoadTests.Runs;

/// <summary><c>covenant-load run</c>: an open load, how long each violation takes, and whether each was told once.</summary>
internal static class RunCommand
{
    private static readonly Profile Default = new();

    public static Command Create()
    {
        var kind = new Argument<ProfileKind>("PROFILE") { Description = "How the rate goes: steady (default), ramp, step, spike, soak, backlog.", DefaultValueFactory = _ => ProfileKind.Steady };
        var rate = LoadOption.Of("--rate", "Events per second, 1 to 5,000,000; of ramp and step: at the beginning.", Default.Rate, "N");
        var length = LoadOption.Time("--for", "How long events are due, 1s to 168h.", Default.Length);
        var to = LoadOption.Of("--to", "Events per second: of ramp and step at the end, of spike in its peak.", Default.To, "N");
        var steps = LoadOption.Of("--steps", "Of step, 2 to 100.", Default.Steps, "N");
        var hold = LoadOption.Time("--hold", "Of spike: how long its peak lasts. Of backlog: how long the silos are held back; where the system runs already as much load is due in the first second.", Default.Hold);
        var warmUp = LoadOption.Time("--warm-up", "Latencies of what is due before count in no percentile.", TimeSpan.FromSeconds(10));
        var command = new Command("run",
            """
            Put a load on a system: events are due on a schedule, however slow the system is, and a violation's latency counts from when its event was due until a committed reader has read it.

            On a system that runs (--bootstrap-server), or on one of its own (--self-contained). What committed readers read in the end is compared with an oracle.
            Exits with 0 where all thresholds hold, with 1 where one does not, and with 2 where it could not be run.
            """) { kind, rate, length, to, steps, hold, warmUp };
        var (workload, system, thresholds, outputs) = (new WorkloadOptions(), new SystemOptions(), new ThresholdOptions(), new OutputOptions());
        system.AddTo(command, canRunAlready: true);
        workload.AddTo(command);
        thresholds.AddTo(command, isDrain: false);
        outputs.AddTo(command, hasLatencies: true);
        command.SetAction(async (parsed, token) =>
        {
            var profile = new Profile
            {
                Kind = parsed.GetValue(kind), Rate = parsed.GetValue(rate), Length = parsed.GetValue(length), To = parsed.GetValue(to), Steps = parsed.GetValue(steps), Hold = parsed.GetValue(hold),
            };
            Demand.That(profile.Mistake is null, profile.Mistake);
            var settings = system.Read(parsed);
            var load = workload.Read(parsed, profile.ToSchedule(false).MeanRate, isFresh: !settings.IsSelfContained);
            Demand.That(load.Mistake is null, load.Mistake);
            outputs.Check(parsed);
            var outcome = await new LoadRun(settings, load, profile, parsed.GetValue(warmUp), outputs.Histogram(parsed), new LineObserver(Console.Error)).RunAsync(token);
            return outputs.Write(parsed, new(
                "run", profile.Kind.ToString().ToLowerInvariant(), load.Seed, outcome.StartedAt, outcome.Seconds, SettingTexts.Of(parsed, ("seed", load.Seed.ToString(CultureInfo.InvariantCulture))),
                outcome.Load, outcome.Latency, null, [], outcome.Proof, thresholds.Check(parsed, outcome.Latency, outcome.Proof, outcome.Load.JudgedRate, null), outcome.Samples, outcome.Processes,
                outcome.Marks, outcome.Remarks));
        });
        return command;
    }
}
