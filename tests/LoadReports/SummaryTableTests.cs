using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Runs;
using Spectre.Console;

namespace Covenant.Tests.LoadReports;

public sealed class SummaryTableTests
{
    [Fact]
    public void A_run_ends_with_its_verdict()
    {
        var lines = Printed(SampleRuns.Steady()).TrimEnd().Split('\n');
        Assert.StartsWith("Held. All 3 thresholds held. Of 600,000 events the oracle expects 12,000 violations, and 12,000 were told: nothing missing, invented or doubled.", lines[^1]);
        Assert.Contains(lines, line => line.Contains("latency p99") && line.Contains("25.8 ms") || line.Contains("24.9 ms"));
    }

    [Fact]
    public void A_failed_run_shows_what_failed_and_its_first_differences()
    {
        var printed = Printed(SampleRuns.Failed());
        Assert.Contains("Failed. 2 of 3 thresholds did not hold", printed);
        Assert.Equal(20, printed.Split('\n').Count(line => line.StartsWith("missing: clause", StringComparison.Ordinal)));
        Assert.Contains("remark: silo 2 ended by itself with exit code 134", printed);
    }

    [Fact]
    public void Text_with_brackets_is_printed_as_it_is()
    {
        var run = SampleRuns.Steady();
        Assert.Contains("[red]no markup[/]", Printed(run with { Remarks = ["[red]no markup[/]"], Thresholds = [run.Thresholds[0] with { Name = "[p99" }] }));
    }

    [Fact]
    public void A_catch_up_and_a_search_show_their_numbers()
    {
        Assert.Contains("731,118 /s", Printed(SampleRuns.Drain()));
        Assert.Contains("p99 was 96 ms, asked for at most 60 ms", Printed(SampleRuns.Search()));
    }

    private static string Printed(RunSummary run)
    {
        using StringWriter writer = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 400;
        SummaryTable.Print(run, console);
        return writer.ToString();
    }
}
