namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>
/// Fewer points for the same drawing. Of all points that fall on one step the first, the lowest, the highest and the last stay, in their order: no peak is averaged away, and none made up.
/// </summary>
internal static class Thinning
{
    public const int StepsMax = 400;

    /// <summary>Whole seconds, and one where they all have room.</summary>
    public static double StepOf(double length) => Math.Max(1, Math.Ceiling(length / StepsMax));

    public static long StepAt(double x, double step) => (long)Math.Floor(x / step + 0.5);

    public static IReadOnlyList<PlotPoint> Thin(IReadOnlyList<PlotPoint> points, double step)
    {
        if (step <= 0)
        {
            return points;
        }

        List<PlotPoint> kept = [];
        foreach (var group in points.GroupBy(point => StepAt(point.X, step)))
        {
            PlotPoint[] known = [.. group.Where(point => point.Y is { } value && double.IsFinite(value))];
            if (known.Length == 0)
            {
                kept.Add(group.First() with { Y = null });
                continue;
            }

            PlotPoint[] telling = [known[0], known.MinBy(point => point.Y), known.MaxBy(point => point.Y), known[^1]];
            kept.AddRange(telling.Distinct().OrderBy(point => point.X));
        }

        return kept;
    }
}
