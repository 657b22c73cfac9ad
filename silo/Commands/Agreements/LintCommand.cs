using System.CommandLine;
using Covenant.Contracts.Agreements;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Agreements;

/// <summary><c>covenant agreements lint</c>: all mistakes of all files, and what looks like one.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Agreements: files, or folders of *.yaml, *.yml and *.json.", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--fail-on-warning") { Description = "Exit with 1 for a warning, too." };
        var output = OutputOption.Create("`text` (default): a line for each finding. `json`: one object with all of them.");
        var command = new Command("lint", "Check agreements: prints every mistake with its place and what to write instead, and warns of what is allowed but hardly meant. Exits with 1 if there is a mistake.")
        {
            paths, strict, output,
        };
        command.Does((parsed, sink) => Run(parsed.GetRequiredValue(paths), parsed.GetValue(strict), parsed.GetValue(output) ?? OutputFormat.Text, sink));
        return command;
    }

    private static int Run(string[] paths, bool strict, OutputFormat output, BufferedSink sink)
    {
        var files = AgreementFiles.Read(paths);
        var warnings = Suspicions.Of(files);
        if (output == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new { agreements = files.Documents.Select(Entry), mistakes = files.Mistakes, warnings }));
        }
        else
        {
            Print(files, warnings, sink);
        }

        return files.Mistakes.Length > 0 || (strict && warnings.Count > 0) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static object Entry(AgreementDocument document) => new
    {
        file = document.File,
        line = document.Line,
        institution = document.Agreement.Institution,
        version = document.Agreement.Version,
        status = document.Agreement.Status.ToString().ToLowerInvariant(),
        effective = document.Agreement.Effective.ToString(),
        clauses = document.Agreement.Clauses.Length,
    };

    private static void Print(AgreementFiles files, IReadOnlyList<AgreementMistake> warnings, BufferedSink sink)
    {
        foreach (var mistake in files.Mistakes)
        {
            sink.WriteLine(mistake.ToString());
        }

        foreach (var warning in warnings)
        {
            sink.WriteLine((warning with { Message = "warning: " + warning.Message }).ToString());
        }

        var clauses = files.Documents.Sum(document => document.Agreement.Clauses.Length);
        sink.WriteLine($"{Count(files.Documents.Length, "agreement")} without a mistake ({Count(clauses, "clause")}), {Count(files.Mistakes.Length, "mistake")}, {Count(warnings.Count, "warning")}");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
