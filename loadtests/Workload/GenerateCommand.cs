using System.CommandLine;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Reporting;

namespace Covenant.LoadTests.Workload;

/// <summary><c>covenant-load generate</c>: a load's events as a file or in a topic.</summary>
internal static class GenerateCommand
{
    private const long EventsMax = 10_000_000_000;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "A file for JSON lines, - for standard output; with --bootstrap-server a topic.", HelpName = "FILE", Required = true };
        var server = LoadOption.Maybe<string>("--bootstrap-server", "Where Kafka listens, if --to is a topic.", "HOST:PORT");
        var events = LoadOption.Of("--events", "How many records, 1 to 10,000,000,000.", 100_000L, "N");
        var span = LoadOption.Time("--span", "How long the stream lasts in event time.", TimeSpan.FromHours(2));
        var end = LoadOption.Maybe<DateTimeOffset?>("--end", "When it ends, such as 2026-11-24T12:00:00Z; without it now. With a seed and an end the stream is the same, byte for byte.", "TIME");
        var agreements = LoadOption.Maybe<string>("--agreements", "Also write the agreements into this folder, which is made where it is missing.", "DIR");
        var command = new Command("generate",
            """
            Write a load's events to a file or a topic, for `covenant replay --agreements DIR --events FILE` and other people's tools.

            Exits with 0, or with 2 where it could not be written.
            """) { to, server, events, span, end, agreements };
        var workload = new WorkloadOptions();
        workload.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var (count, length) = (parsed.GetValue(events), parsed.GetValue(span));
            Demand.That(count is >= 1 and <= EventsMax, $"`--events` is {count}: give 1 to {EventsMax}");
            Demand.That(length > TimeSpan.Zero && length <= TimeSpan.FromDays(3_650), "`--span` is out of its bounds: give more than 0, at most 87600h");
            var load = workload.Read(parsed, count / length.TotalSeconds, isFresh: false);
            Demand.That(load.Mistake is null, load.Mistake);
            if (parsed.GetValue(agreements) is { } folder)
            {
                await WriteAgreementsAsync(load, folder, token);
            }

            var stream = new TimedEvents(load, parsed.GetValue(end) ?? TimeProvider.System.GetUtcNow(), length, count);
            ReportConsole.ErrorLine($"seed {load.Seed}");
            Write(stream, parsed.GetValue(to)!, parsed.GetValue(server), token);
            return 0;
        });
        return command;
    }

    private static void Write(TimedEvents events, string to, string? server, CancellationToken token)
    {
        if (server is not null)
        {
            using var producer = new EventProducer(server, to, Linger);
            events.ForEach(producer.Send, token);
            producer.Flush();
            return;
        }

        using var output = to == "-" ? Console.OpenStandardOutput() : File.Create(to);
        using var buffered = new BufferedStream(output, 1 << 20);
        events.ForEach(
            (_, value) =>
            {
                buffered.Write(value);
                buffered.WriteByte((byte)'\n');
            },
            token);
    }

    private static async Task WriteAgreementsAsync(WorkloadSettings workload, string folder, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        foreach (var institution in new Population(workload).Institutions)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, institution + ".yaml"), BenchAgreement.TextFor(institution), token);
        }
    }
}
