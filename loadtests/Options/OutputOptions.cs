using System.CommandLine;
using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Options;

/// <summary>What is left of a run when it is over.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _output = LoadOption.Maybe<string>("--output", "Write all that was measured as JSON.", "FILE");
    private readonly Option<string?> _histogram = LoadOption.Maybe<string>("--histogram", "Write the latencies of each second as an HdrHistogram log, in microseconds.", "FILE");
    private readonly Option<string?> _report = LoadOption.Maybe<string>("--report", "Write a page for the browser.", "FILE");

    /// <param name="hasLatencies">Whether there will be any to write.</param>
    public void AddTo(Command command, bool hasLatencies)
    {
        foreach (var option in (Option[])[_output, .. hasLatencies ? [_histogram] : Array.Empty<Option>(), _report])
        {
            command.Options.Add(option);
        }
    }

    public string? Histogram(ParseResult parsed) => parsed.GetValue(_histogram);

    /// <exception cref="WrongOptionException">A file cannot be written: better known before the run than after it.</exception>
    public void Check(ParseResult parsed)
    {
        foreach (var path in (string?[])[parsed.GetValue(_output), parsed.GetResult(_histogram) is null ? null : parsed.GetValue(_histogram), parsed.GetValue(_report)])
        {
            if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            {
                throw new WrongOptionException($"`{path}` cannot be written: there is no folder `{folder}`; make it first");
            }
        }
    }

    /// <returns>0 where every threshold holds, otherwise 1.</returns>
    public int Write(ParseResult parsed, RunSummary summary)
    {
        if (parsed.GetValue(_output) is { } output)
        {
            SummaryFile.Write(summary, output);
        }

        if (parsed.GetValue(_report) is { } report)
        {
            HtmlReport.Write(summary, report);
        }

        SummaryTable.Print(summary, ReportConsole.Output());
        return summary.Thresholds.All(threshold => threshold.Holds) ? 0 : 1;
    }
}
