using System.Globalization;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>Seconds since the start of a run.</summary>
internal static class TimeAxis
{
    private const int TicksMax = 10;

    private static readonly double[] Steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

    public static Axis Of(double from, double to)
    {
        var length = Math.Max(to - from, 1);
        var step = Steps.FirstOrDefault(candidate => length / candidate <= TicksMax, Axis.NiceAtLeast(length / TicksMax));
        var first = Math.Ceiling(from / step - 1e-9) * step;
        var count = (int)Math.Floor((from + length - first) / step + 1e-9) + 1;
        return Axis.Of(value => (value - from) / length, [.. Enumerable.Range(0, count).Select(index => (first + index * step, Text(first + index * step)))]);
    }

    /// <summary><c>0:07</c>, <c>12:30</c>, <c>1:00:00</c>.</summary>
    public static string Text(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(Math.Abs(seconds)));
        var text = time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
        return Math.Round(seconds) < 0 ? $"−{text}" : text;
    }
}
