using Covenant.LoadTests.Runs;
using HdrHistogram;

namespace Covenant.LoadTests.Measuring;

/// <summary>Histograms of microseconds, read in milliseconds.</summary>
internal static class Latencies
{
    private static readonly double[] Plotted = [0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 96, 97, 98, 98.5, 99, 99.25, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999, 100];

    /// <summary>Null where nothing was recorded.</summary>
    public static double? At(this HistogramBase microseconds, double percentile) =>
        microseconds.TotalCount == 0 ? null : microseconds.GetValueAtPercentile(percentile) / 1_000.0;

    /// <summary>Null where nothing was recorded.</summary>
    public static LatencySummary? Summarize(HistogramBase microseconds)
    {
        if (microseconds.TotalCount == 0)
        {
            return null;
        }

        double Of(double percentile) => microseconds.At(percentile)!.Value;
        return new(
            microseconds.TotalCount, microseconds.GetMean() / 1_000, Of(50), Of(90), Of(99), Of(99.9), Of(100), [.. Plotted.Select(percentile => new PercentilePoint(percentile, Of(percentile)))]);
    }
}
