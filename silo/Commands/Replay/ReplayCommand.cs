using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Covenant.Contracts.Events;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Replay;

/// <summary><c>covenant replay</c>: judges a recorded stream without a cluster.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var agreements = new Option<string>("--agreements") { Description = "The agreements: a folder of *.yaml, *.yml and *.json, or one file.", HelpName = "DIR", Required = true };
        var events = new Option<string>("--events") { Description = "The events: CloudEvents, one JSON object a line, in the order of the log; - reads standard input.", HelpName = "FILE|-", Required = true };
        var until = new Option<EventTime?>("--until")
        {
            Description = "After the last event, let the time pass until then and decide the obligations that were due before. Without it they stay pending.",
            HelpName = "TIME",
            CustomParser = ReadTime,
        };
        var shadow = new Option<bool>("--shadow") { Description = "Print also what drafts and shadow clauses would have said." };
        var failOnViolation = new Option<bool>("--fail-on-violation") { Description = "Exit with 1 if there was a violation (shadow verdicts aside)." };
        var deadLetters = new Option<string?>("--deadletters") { Description = "Keep the lines that cannot be read in this file, each with the reason.", HelpName = "FILE" };
        var output = OutputOption.Create("Violations as JSON lines (default) or as sentences. `json` makes the summary JSON, too.");

        var command = new Command("replay",
            """
            Judge a recorded stream without a cluster. Prints each violation to standard output in the order in which they are decided, and a summary to standard error.

              covenant replay --agreements agreements/ --events log.jsonl --until 2026-06-01T00:00:00Z
              zcat log.jsonl.gz | covenant replay --agreements agreements/ --events - --output text

            Exits with 0, with 1 for a violation under --fail-on-violation, and with 2 where an agreement has a mistake.
            """)
        {
            agreements, events, until, shadow, failOnViolation, deadLetters, output,
        };
        command.Does((parsed, sink) => new ReplayRun(
            new ReplaySettings(
                parsed.GetRequiredValue(agreements), parsed.GetRequiredValue(events), parsed.GetValue(until), parsed.GetValue(shadow),
                parsed.GetValue(failOnViolation), parsed.GetValue(deadLetters), parsed.GetValue(output)),
            sink).Run());
        return command;
    }

    private static EventTime? ReadTime(ArgumentResult result)
    {
        if (EventTime.TryParse(Encoding.UTF8.GetBytes(result.Tokens[0].Value), out var time) && time >= EventTime.Epoch)
        {
            return time;
        }

        result.AddError($"`{result.Tokens[0].Value}` is not an RFC 3339 time such as `2026-11-23T12:00:00Z`");
        return null;
    }
}
