using System.CommandLine;
using Covenant.Contracts.Agreements;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Agreements;

/// <summary><c>covenant agreements publish</c>: puts versions into the topic that the silos read.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Agreements: files, or folders of *.yaml, *.yml and *.json.", Arity = ArgumentArity.OneOrMore };
        var server = KafkaConnection.ServerOption();
        var config = KafkaConnection.ConfigOption();
        var replace = new Option<bool>("--replace") { Description = "Let a version that is published already become another text. What was judged stays as it was." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be published, and publish nothing." };
        var output = OutputOption.Create("`text` (default) or `json`.");
        var command = new Command("publish", """
            Check agreements and publish them. An institution's other versions stay; the silos judge by the new ones without a restart.

              covenant agreements publish agreements/ --bootstrap-server localhost:9092 --dry-run
            """)
        {
            paths, server, config, replace, dryRun, output,
        };
        command.Does((parsed, sink) => Run(
            AgreementFiles.Read(parsed.GetRequiredValue(paths)),
            new AgreementTopic(KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config))),
            parsed.GetValue(replace), parsed.GetValue(dryRun), parsed.GetValue(output) ?? OutputFormat.Text, sink));
        return command;
    }

    private static int Run(AgreementFiles files, AgreementTopic topic, bool replace, bool dryRun, OutputFormat output, BufferedSink sink)
    {
        if (!files.Mistakes.IsEmpty)
        {
            throw files.Refusal();
        }

        var published = topic.Read();
        var merges = files.Documents.GroupBy(document => document.Agreement.Institution)
            .OrderBy(own => own.Key, StringComparer.Ordinal)
            .Select(own => Merge(own.Key, published.GetValueOrDefault(own.Key), own, replace)).ToList();
        var refused = merges.Any(merge => merge.IsRefused);
        foreach (var merge in merges.Where(merge => !merge.IsUnchanged && !refused && !dryRun))
        {
            topic.Write(merge.Institution, merge.Text);
        }

        var changes = merges.SelectMany(merge => merge.Changes).ToList();
        Print(changes, published: !refused && !dryRun && changes.Exists(change => change.Change != "unchanged"), output, sink);
        return refused
            ? throw CommandException.Failed("nothing was published: a published version has another text; give the new one a version of its own, or say `--replace`")
            : ExitCode.Ok;
    }

    private static RecordMerge Merge(string institution, string? record, IEnumerable<AgreementDocument> added, bool replace)
    {
        var reading = record is null ? new AgreementReading([], []) : AgreementReader.Read(record, $"record of {institution}");
        if (reading.Mistakes.Length > 0 && !replace)
        {
            throw CommandException.Failed($"the published record of `{institution}` has mistakes, the first: {reading.Mistakes[0]}; `--replace` keeps its readable versions alone");
        }

        var merge = RecordMerge.Of(institution, reading.Documents, added, replace);
        var together = AgreementReader.Read(merge.Text, $"record of {institution}");
        return together.Mistakes.IsEmpty
            ? merge
            : throw CommandException.Failed($"all versions of `{institution}` together cannot be published: {together.Mistakes[0]}");
    }

    private static void Print(List<VersionChange> changes, bool published, OutputFormat output, BufferedSink sink)
    {
        if (output == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new { published, versions = changes }));
            return;
        }

        foreach (var change in changes)
        {
            sink.WriteLine($"{change.Change,-10}{change.Institution} version {change.Version}{(published || change.Change is "unchanged" or "refused" ? "" : " (not published)")}");
        }
    }
}
