using Covenant.LoadTests.Reporting.Sections;
using Covenant.LoadTests.Runs;
using Spectre.Console;

namespace Covenant.LoadTests.Reporting;

/// <summary>A run at its end, on a terminal.</summary>
public static class SummaryTable
{
    private const int DifferencesMax = 20;

    public static void Print(RunSummary summary, IAnsiConsole console)
    {
        var numbers = new Table().RoundedBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("");
        foreach (var tile in Tile.AllOf(summary))
        {
            numbers.AddRow(new Text(tile.Name), new Text(tile.Value), new Text(tile.Note));
        }

        console.Write(numbers);
        Steps(summary, console);
        Thresholds(summary, console);
        foreach (var difference in summary.Proof.Differences.Take(DifferencesMax))
        {
            console.WriteLine(difference);
        }

        foreach (var remark in summary.Remarks)
        {
            console.MarkupLineInterpolated($"[yellow]remark:[/] {remark}");
        }

        var verdict = Verdict.Of(summary);
        var colour = verdict.IsGood switch { true => "green", false => "red", null => "default" };
        console.MarkupLine($"[{colour} bold]{verdict.Word}.[/] {Markup.Escape(string.Join(' ', verdict.Sentences))}");
    }

    private static void Steps(RunSummary summary, IAnsiConsole console)
    {
        if (summary.Steps.Count == 0)
        {
            return;
        }

        var table = new Table().RoundedBorder().AddColumn(Right("rate")).AddColumn(Right("p50")).AddColumn(Right("p99")).AddColumn(Right("lag grew by")).AddColumn("holds").AddColumn("why not");
        foreach (var step in summary.Steps)
        {
            table.AddRow(
                new Text(Unit.PerSecond.Of(step.Rate)), new Text(Unit.Milliseconds.Of(step.P50)), new Text(Unit.Milliseconds.Of(step.P99)), new Text(Unit.PerSecond.Of(step.LagGrowth)), Holds(step.Holds),
                new Text(step.Why ?? ""));
        }

        console.Write(table);
    }

    private static void Thresholds(RunSummary summary, IAnsiConsole console)
    {
        if (summary.Thresholds.Count == 0)
        {
            return;
        }

        var table = new Table().RoundedBorder().AddColumn("threshold").AddColumn(Right("asked")).AddColumn(Right("measured")).AddColumn("held");
        foreach (var threshold in summary.Thresholds)
        {
            table.AddRow(new Text(threshold.Name), new Text(threshold.Bound), new Text(threshold.Measured), Holds(threshold.Holds));
        }

        console.Write(table);
    }

    private static Text Holds(bool holds) => holds ? new("yes", Color.Green) : new("NO", Color.Red);

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
