using System.Globalization;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>As HdrHistogram draws it: each nine takes as much room as the one before. The highest of N values stands where one in N lies above.</summary>
internal static class PercentileAxis
{
    private const int NinesMax = 7;

    public static Axis Of(long count)
    {
        var end = Math.Clamp(Math.Log10(Math.Max(count, 1)), 1, NinesMax);
        double Nines(double percentile) => percentile >= 100 ? end : -Math.Log10(1 - percentile / 100);
        double[] ticks = [0, 50, 75, 90, .. Enumerable.Range(2, NinesMax - 1).Select(nines => 100 * (1 - Math.Pow(10, -nines)))];
        return Axis.Of(percentile => Nines(percentile) / end, [.. ticks.Where(tick => Nines(tick) <= end + 1e-9).Select(tick => (tick, Text(tick)))]);
    }

    public static string Text(double percentile) => percentile >= 100 ? "highest" : $"{percentile.ToString("0.#####", CultureInfo.InvariantCulture)} %";
}
