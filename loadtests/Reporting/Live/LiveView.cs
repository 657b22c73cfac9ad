using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Covenant.LoadTests.Reporting.Live;

/// <summary>A run at one moment, as a screen or as one line.</summary>
internal static class LiveView
{
    private const int SparkWidth = 50;

    /// <param name="length">How long it will last; null where nobody knows.</param>
    public static IRenderable Screen(Glance now, TimeSpan elapsed, TimeSpan? length)
    {
        var table = new Table().RoundedBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned().Width(14)).AddColumn(new TableColumn("").Width(SparkWidth));
        table.Title(new TableTitle(Markup.Escape($"{now.Phase} · {Time(elapsed, length)}")));
        var last = now.Samples.Count > 0 ? now.Samples[^1] : null;
        Row(table, "due", Unit.PerSecond.Of(last?.Due), "");
        Row(table, "sent", Unit.PerSecond.Of(last?.Sent), "");
        Row(table, "judged", Unit.PerSecond.Of(last?.Judged), Sparkline.Of(now.Samples.Select(sample => (double?)sample.Judged), SparkWidth));
        Row(table, "latency p50", Unit.Milliseconds.Of(last?.P50), "");
        Row(table, "latency p99", Unit.Milliseconds.Of(last?.P99), Sparkline.Of(now.Samples.Select(sample => sample.P99), SparkWidth));
        Row(table, "lag", Unit.Count.Of(last?.Lag), $"{Unit.Seconds.Of(last?.LagSeconds)} old, {Unit.Count.Of(now.LagMax)} at most so far");
        Row(table, "violations", Unit.Count.Of(now.Violations), $"{Unit.PerSecond.Of(last?.Violations)}");
        table.AddRow(new Text("errors"), new Text(Unit.Count.Of(now.Errors), now.Errors > 0 ? Color.Red : Style.Plain), new Text(""));
        foreach (var mark in now.Marks)
        {
            table.AddRow(new Text(mark.IsFault ? "fault" : "phase", mark.IsFault ? Color.Red : Style.Plain), new Text(TimeAxis.Text(mark.At)), new Text(mark.Name));
        }

        return table;
    }

    public static string Line(Glance now, TimeSpan elapsed, TimeSpan? length)
    {
        var last = now.Samples.Count > 0 ? now.Samples[^1] : null;
        return last is null
            ? $"{Time(elapsed, length)} {now.Phase}"
            : $"{Time(elapsed, length)} {now.Phase}: judged {Unit.PerSecond.Of(last.Judged)} of {Unit.PerSecond.Of(last.Sent)}, p50 {Unit.Milliseconds.Of(last.P50)}, p99 {Unit.Milliseconds.Of(last.P99)}, lag {Unit.Count.Of(last.Lag)}, " +
                $"{Unit.Count.Of(now.Violations)} violations, {Unit.Count.Of(now.Errors)} errors";
    }

    public static string Line(RunMark mark) => $"{TimeAxis.Text(mark.At)} {(mark.IsFault ? "fault: " : "")}{mark.Name}";

    private static void Row(Table table, string name, string value, string more) => table.AddRow(new Text(name), new Text(value), new Text(more));

    private static string Time(TimeSpan elapsed, TimeSpan? length) =>
        length is { } whole
            ? $"{TimeAxis.Text(elapsed.TotalSeconds)} of {TimeAxis.Text(whole.TotalSeconds)}{(elapsed < whole ? $", {TimeAxis.Text((whole - elapsed).TotalSeconds)} left" : "")}"
            : TimeAxis.Text(elapsed.TotalSeconds);
}
