using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Drains;

/// <summary><c>covenant-load drain</c>: how fast silos catch up with a full topic.</summary>
internal static class DrainCommand
{
    private const long EventsMin = 1_000;

    private const long EventsMax = 1_000_000_000;

    public static Command Create()
    {
        var events = LoadOption.Of("--events", "Records to fill the topic with, 1,000 to 1,000,000,000.", 3_000_000L, "N");
        var span = LoadOption.Time("--span", "How long the stream lasts in event time; it ends about now.", TimeSpan.FromHours(2));
        var command = new Command("drain",
            """
            Fill the topic first, then measure the catch-up (the rate between 10 % and 90 % of the committed offsets) beside what the bare consumer reads of the same topic in the same run.

            The run brings its own broker, storage and silos (--self-contained). What committed readers read in the end is compared with an oracle.
            Exits with 0 where all thresholds hold, with 1 where one does not, and with 2 where it could not be run.
            """) { events, span };
        var (workload, system, thresholds, outputs) = (new WorkloadOptions(), new SystemOptions(), new ThresholdOptions(), new OutputOptions());
        workload.AddTo(command);
        system.AddTo(command, canRunAlready: false);
        thresholds.AddTo(command, isDrain: true);
        outputs.AddTo(command, hasLatencies: false);
        command.SetAction(async (parsed, token) =>
        {
            var (count, length) = (parsed.GetValue(events), parsed.GetValue(span));
            Demand.That(count is >= EventsMin and <= EventsMax, $"`--events` is {count}: give {EventsMin} to {EventsMax}");
            Demand.That(length > TimeSpan.Zero && length <= TimeSpan.FromHours(20), "`--span` is out of its bounds: give more than 0, at most 20h");
            var load = workload.Read(parsed, count / length.TotalSeconds, isFresh: false);
            Demand.That(load.Mistake is null, load.Mistake);
            outputs.Check(parsed);
            var outcome = await new DrainRun(system.Read(parsed), load, count, length, new LineObserver(Console.Error)).RunAsync(token);
            var settings = SettingTexts.Of(parsed, ("seed", load.Seed.ToString(CultureInfo.InvariantCulture)), ("fill-rate", outcome.FillRate.ToString("0", CultureInfo.InvariantCulture)));
            var (drain, lagMax) = (outcome.Drain, outcome.Samples.Select(sample => sample.Lag).DefaultIfEmpty().Max());
            return outputs.Write(parsed, new(
                "drain", null, load.Seed, outcome.StartedAt, outcome.Samples[^1].At - outcome.Samples[0].At, settings, new(count, count, outcome.FillRate, drain.Rate, 0, 0, lagMax, 0), null, drain, [],
                outcome.Proof, thresholds.Check(parsed, null, outcome.Proof, drain.Rate, drain.Ratio), outcome.Samples, outcome.Processes, outcome.Marks, []));
        });
        return command;
    }
}
