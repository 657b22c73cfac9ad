using System.Globalization;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>The plots of one run. All that go over time share one axis, so that they can be read one below the other.</summary>
internal sealed class RunPlots
{
    private readonly RunSummary _run;
    private readonly double _from, _to;
    private readonly RunMark[] _marks;

    public RunPlots(RunSummary run)
    {
        _run = run;
        _marks = Ordered(run.Marks);
        double[] times = [0, run.Seconds, .. run.Samples.Select(sample => sample.At), .. _marks.Select(mark => mark.At + mark.Length), .. run.Processes.SelectMany(process => process.Samples).Select(sample => sample.At)];
        double[] known = [.. times.Where(double.IsFinite)];
        _from = known.Min();
        _to = Math.Max(known.Max(), _from + 1);
    }

    /// <summary>In a catch-up nothing is due or sent.</summary>
    public Plot Rate => Timed(
        "Rate", Unit.PerSecond, true,
        [.. _run.Drain is null ? [Of("due", "grey dashed", sample => sample.Due), Of("sent", "c1", sample => sample.Sent)] : Array.Empty<PlotLine>(), Of("judged", "c2", sample => sample.Judged)]);

    public Plot Latency => Timed(
        "Latency, from when an event was due until its violation was read", Unit.Milliseconds, false,
        [Of("highest", "grey thin", sample => sample.Max), Of("p99", "c2", sample => sample.P99), Of("p90", "c3", sample => sample.P90), Of("p50", "c1", sample => sample.P50)], Bounds());

    public Plot LagMessages => Timed("Lag in messages", Unit.Count, true, [Of("sent and not judged", "c1", sample => sample.Lag)]);

    public Plot LagSeconds => Timed("Lag in seconds", Unit.Seconds, true, [Of("age of the oldest", "c2", sample => sample.LagSeconds)]);

    public Plot Processor => Timed("Processor, in cores", Unit.Cores, true, [.. _run.Processes.Select((process, index) => Of(process, index, sample => sample.Cores))]);

    public Plot Memory => Timed("Memory, resident", Unit.Mebibytes, true, [.. _run.Processes.Select((process, index) => Of(process, index, sample => sample.Bytes / 1048576.0))]);

    public Plot Errors => Timed("Errors since the start", Unit.Count, true, [Of("errors", "c2", sample => sample.Errors)]);

    /// <summary>In the order in which they happened, which is how they are numbered.</summary>
    public static RunMark[] Ordered(IEnumerable<RunMark> marks) => [.. marks.Where(mark => double.IsFinite(mark.At)).OrderBy(mark => mark.At)];

    public static Plot Distribution(IReadOnlyList<(string Name, LatencySummary Latency)> runs)
    {
        PlotLine[] lines = [.. runs.Select((run, index) => new PlotLine(
            run.Name, SeriesStyle.Of(index), [.. run.Latency.Distribution.OrderBy(point => point.Percentile).Select(point => new PlotPoint(point.Percentile, point.Milliseconds))]))];
        return new(
            "Latency as a distribution", Unit.Milliseconds, lines, PercentileAxis.Of(runs.Max(run => run.Latency.Count)), ValueAxis.LinearOrLog(lines.SelectMany(line => line.Values), Unit.Milliseconds),
            PercentileAxis.Text, "of all violations were read within that time");
    }

    public static Plot Steps(IReadOnlyList<SearchStep> steps)
    {
        SearchStep[] ordered = [.. steps.OrderBy(step => step.Rate)];
        PlotLine[] lines = [new("p50", "c1 dotted-line", [.. ordered.Select(step => new PlotPoint(step.Rate, step.P50))]), new("p99", "c2", [.. ordered.Select(step => new PlotPoint(step.Rate, step.P99))])];
        return new(
            "Latency by rate", Unit.Milliseconds, lines, ValueAxis.Linear(ordered.Select(step => step.Rate).Where(double.IsFinite), Unit.PerSecond),
            ValueAxis.LinearOrLog(lines.SelectMany(line => line.Values), Unit.Milliseconds), value => Unit.PerSecond.Of(value), "events/s");
    }

    public Plot Timed(string title, Unit unit, bool isLinear, PlotLine[] lines, PlotBound[]? bounds = null)
    {
        PlotLine[] drawn = [.. lines.Where(line => line.Values.Any())];
        double[] values = [.. drawn.SelectMany(line => line.Values)];
        // A bound far above all that was measured would flatten it; it holds, and the table says so.
        PlotBound[] near = [.. (bounds ?? []).Where(bound => values.Length > 0 && bound.Y > 0 && bound.Y <= values.Max() * 2)];
        double[] shown = [.. values, .. near.Select(bound => bound.Y)];
        return new(
            title, unit, drawn, TimeAxis.Of(_from, _to), isLinear ? ValueAxis.Linear(shown, unit) : ValueAxis.LinearOrLog(shown, unit), TimeAxis.Text, "time since the start", Thinning.StepOf(_to - _from), _marks, near);
    }

    private PlotLine Of(string name, string css, Func<RunSample, double?> value) => new(name, css, [.. _run.Samples.Where(sample => double.IsFinite(sample.At)).Select(sample => new PlotPoint(sample.At, value(sample)))]);

    private static PlotLine Of(ProcessSeries process, int index, Func<ProcessSample, double> value) =>
        new(process.Name, SeriesStyle.Of(index), [.. process.Samples.Where(sample => double.IsFinite(sample.At)).Select(sample => new PlotPoint(sample.At, value(sample)))]);

    private PlotBound[] Bounds() => [.. _run.Thresholds
        .Where(threshold => threshold.Name is "p50" or "p90" or "p99" && threshold.Bound.EndsWith("ms", StringComparison.Ordinal))
        .Select(threshold => (threshold.Name, IsKnown: double.TryParse(threshold.Bound[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var bound), Bound: bound))
        .Where(asked => asked.IsKnown).Select(asked => new PlotBound(asked.Bound, $"{asked.Name} asked"))];
}
