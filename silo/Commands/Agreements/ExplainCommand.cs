using System.CommandLine;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;
using Covenant.Silo.Commands.Explain;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Agreements;

/// <summary><c>covenant agreements explain</c>: what agreements mean in plain English, and what they say of one event.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Agreements: files, or folders of *.yaml, *.yml and *.json.", Arity = ArgumentArity.OneOrMore };
        var clause = new Option<string?>("--clause") { Description = "Explain this clause alone.", HelpName = "ID" };
        var touch = new Option<string?>("--event") { Description = "Say of this event (one CloudEvent as JSON; - reads standard input) what every clause says of it, and why.", HelpName = "FILE|-" };
        var history = new Option<string?>("--history") { Description = "With --event: the events that came before it, a line each. Without it, nothing came before.", HelpName = "FILE" };
        var output = OutputOption.Create("`text` (default) or `json`.");
        var command = new Command("explain", """
            Say in plain English what each clause means, with an example of what it would flag; with --event, what each clause says of that event.

              covenant agreements explain paypal.yaml --clause unattended
              covenant agreements explain agreements/ --event event.json --history log.jsonl
            """)
        {
            paths, clause, touch, history, output,
        };
        command.Does((parsed, sink) =>
        {
            var agreements = AgreementFiles.ReadFaultless(parsed.GetRequiredValue(paths));
            var only = parsed.GetValue(clause);
            if (only is not null && !agreements.Any(agreement => agreement.Clauses.Any(one => one.Id == only)))
            {
                throw CommandException.Usage($"no agreement there has a clause `{only}`");
            }

            var format = parsed.GetValue(output) ?? OutputFormat.Text;
            if (parsed.GetValue(touch) is { } file)
            {
                EventExplanationPrinter.Print(EventExplainer.Explain(agreements, EventFile.Read(file), EventFile.History(parsed.GetValue(history)), only), format, sink);
            }
            else if (parsed.GetValue(history) is not null)
            {
                throw CommandException.Usage("`--history` goes with `--event`");
            }
            else
            {
                Print([.. agreements.Select(agreement => Only(AgreementExplainer.Explain(agreement), only))], format, sink);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static AgreementExplanation Only(AgreementExplanation explanation, string? clause) =>
        clause is null ? explanation : explanation with { Clauses = [.. explanation.Clauses.Where(one => one.Clause == clause)] };

    private static void Print(List<AgreementExplanation> explanations, OutputFormat format, BufferedSink sink)
    {
        if (format == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new { agreements = explanations }));
            return;
        }

        foreach (var explanation in explanations)
        {
            sink.WriteLine(explanation.Summary);
            sink.WriteLine("");
            foreach (var clause in explanation.Clauses)
            {
                Print(clause, sink);
            }
        }
    }

    private static void Print(ClauseExplanation clause, BufferedSink sink)
    {
        sink.WriteLine($"{clause.Clause} ({clause.Form})");
        if (clause.Text is { } text)
        {
            sink.WriteLine($"  \"{text.ReplaceLineEndings("\n").Replace('\n', ' ').Trim()}\"");
        }

        sink.WriteLine($"  {clause.Meaning}");
        sink.WriteLine($"  For example: {clause.Example}");
        foreach (var note in clause.Notes)
        {
            sink.WriteLine($"  - {note}");
        }

        sink.WriteLine("");
    }
}
