using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Reporting.Sections;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>A comparison as one page: what is better in what, the numbers, and the runs' lines over each other.</summary>
public static class ComparisonReport
{
    public static void Write(Comparison comparison, string path) => File.WriteAllText(path, ToHtml(comparison));

    public static string ToHtml(Comparison comparison) => HtmlPage.Of(
        $"Compared: {string.Join(", ", comparison.Names)}",
        Tag.Of("header", null,
            Tag.Of("h1", null, $"covenant-load compare: {string.Join(", ", comparison.Names)}"),
            Tag.Of("div", "verdict plain", Tag.Of("div", null, Others(comparison).Select(run => Tag.Of("p", null, comparison.Sentence(run)))))),
        RemarkSection.Of(comparison.Warnings, "Before you compare"),
        Numbers(comparison), Plots(comparison), Settings(comparison));

    private static XElement Numbers(Comparison comparison) => Tag.Section(
        "Numbers",
        Tag.Table(
            "numbers", ["", comparison.Names[0], .. Others(comparison).SelectMany(run => new[] { comparison.Names[run], "difference", "ratio", "verdict" })],
            comparison.Numbers.Select(number => Tag.Row([number.Name, number.Unit.Of(number.Values[0]), .. Others(comparison).SelectMany(run => Cells(number, run))]))));

    private static object[] Cells(ComparedNumber number, int run) =>
    [
        number.Unit.Of(number.Values[run]), ComparisonText.Apart(number, run), ComparisonText.Times(number, run),
        Tag.Of("span", number.Standing(run) switch { 1 => "good", -1 => "bad", _ => "muted" }, ComparisonText.Word(number.Standing(run))),
    ];

    private static XElement? Plots(Comparison comparison)
    {
        (string Name, LatencySummary Latency)[] latencies = [.. comparison.Names.Zip(comparison.Runs).Where(run => run.Second.Latency is { Distribution.Count: > 1 }).Select(run => (run.First, run.Second.Latency!))];
        Plot?[] plots =
        [
            latencies.Length > 0 ? RunPlots.Distribution(latencies) : null,
            Over(comparison, "Judged", Unit.PerSecond, true, sample => sample.Judged), Over(comparison, "Latency p99", Unit.Milliseconds, false, sample => sample.P99),
            Over(comparison, "Lag in messages", Unit.Count, true, sample => sample.Lag), Over(comparison, "Lag in seconds", Unit.Seconds, true, sample => sample.LagSeconds),
        ];
        XElement[] figures = [.. plots.Where(plot => plot is { IsEmpty: false }).Select((plot, index) => PlotFigure.Draw(plot!, index == 0 && latencies.Length > 0 ? "whole" : ""))];
        return figures.Length == 0 ? null : Tag.Section("Measured", Tag.Of("div", "plots", figures));
    }

    private static Plot Over(Comparison comparison, string title, Unit unit, bool isLinear, Func<RunSample, double?> value)
    {
        var longest = comparison.Runs.MaxBy(run => run.Seconds)! with { Marks = [], Processes = [] };
        PlotLine[] lines = [.. comparison.Runs.Select((run, index) => new PlotLine(
            comparison.Names[index], SeriesStyle.Of(index), [.. run.Samples.Where(sample => double.IsFinite(sample.At)).Select(sample => new PlotPoint(sample.At, value(sample)))]))];
        return new RunPlots(longest with { Samples = [.. comparison.Runs.SelectMany(run => run.Samples)] }).Timed(title, unit, isLinear, lines);
    }

    private static XElement? Settings(Comparison comparison) => comparison.Settings.Count == 0 ? null : Tag.Section(
        "Settings that differ",
        Tag.Table("marks", ["setting", .. comparison.Names], comparison.Settings.Select(setting => Tag.Row([setting.Name, .. setting.Values.Select(value => value ?? "–")]))));

    private static IEnumerable<int> Others(Comparison comparison) => Enumerable.Range(1, comparison.Names.Count - 1);
}
