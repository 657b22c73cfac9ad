using System.CommandLine;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary><c>covenant-load compare</c>: runs beside each other, from their summaries alone.</summary>
public static class CompareCommand
{
    /// <summary>More would not be read beside each other, nor told apart in a plot.</summary>
    private const int FilesMax = 12;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Summaries that `run`, `drain` or `search` wrote with --output; the first is what the others are held against.", Arity = new(2, FilesMax) };
        var output = new Option<string>("--output") { Description = "json or text (default).", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("json", "text");
        var report = new Option<string?>("--report") { Description = "Write a page for the browser too.", HelpName = "FILE" };
        var command = new Command("compare",
            """
            Show runs beside each other: each number, difference and ratio, which settings differ, and what is better in what.
            Exits with 0, or with 2 where a file cannot be read or written.
            """) { files, output, report };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(output) == "json", parsed.GetValue(report)));
        return command;
    }

    private static int Run(string[] files, bool isJson, string? report)
    {
        List<(string File, RunSummary Run)> runs = [];
        foreach (var file in files)
        {
            var (summary, mistake) = SummaryFile.Read(file);
            if (summary is null)
            {
                ReportConsole.ErrorLine(mistake ?? "");
                return 2;
            }

            runs.Add((file, summary));
        }

        var comparison = Comparison.Of(runs);
        if (isJson)
        {
            foreach (var line in ComparisonText.ToJson(comparison).Split('\n'))
            {
                ReportConsole.WriteLine(line.TrimEnd('\r'));
            }
        }
        else
        {
            ComparisonText.Print(comparison, ReportConsole.Output());
        }

        return report is null ? 0 : Write(comparison, report);
    }

    private static int Write(Comparison comparison, string report)
    {
        try
        {
            ComparisonReport.Write(comparison, report);
            return 0;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            ReportConsole.ErrorLine($"`{report}` cannot be written: give a file in a folder that is there and may be written to");
            return 2;
        }
    }
}
