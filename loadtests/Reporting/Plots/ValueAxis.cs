namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>An axis of measured values: from nought, or logarithmic where they lie too far apart for that.</summary>
internal static class ValueAxis
{
    private const int StepsMin = 3;
    private const double FarApart = 30;

    public static Axis Linear(IEnumerable<double> values, Unit unit, int steps = StepsMin)
    {
        var highest = values.DefaultIfEmpty(0).Max();
        highest = highest > 0 ? highest : 1;
        var step = Axis.NiceAtMost(highest / steps);
        // A little air, so that a line at the highest value is not cut by the edge.
        var top = highest * 1.05;
        return Axis.Of(value => value / top, [.. Enumerable.Range(0, (int)Math.Floor(top / step + 1e-9) + 1).Select(index => (index * step, unit.Tick(index * step)))]);
    }

    public static Axis LinearOrLog(IEnumerable<double> values, Unit unit)
    {
        double[] positive = [.. values.Where(value => value > 0)];
        return positive.Length > 0 && positive.Max() / positive.Min() > FarApart ? Log(positive.Min(), positive.Max(), unit) : Linear(positive, unit);
    }

    private static Axis Log(double lowest, double highest, Unit unit)
    {
        double from = Math.Log10(Axis.NiceAtMost(lowest)), to = Math.Log10(Axis.NiceAtLeast(highest));
        var decades = Enumerable.Range((int)Math.Floor(from), (int)Math.Ceiling(to) - (int)Math.Floor(from) + 1).Select(power => Math.Pow(10, power));
        double[] digits = to - from > 3 ? [1] : to - from > 1.7 ? [1, 3] : [1, 2, 5];
        double[] ticks = [.. decades.SelectMany(decade => digits.Select(digit => digit * decade)).Where(tick => Math.Log10(tick) >= from - 1e-9 && Math.Log10(tick) <= to + 1e-9)];
        return Axis.Of(value => value <= 0 ? 0 : (Math.Log10(value) - from) / (to - from), [.. ticks.Select(tick => (tick, unit.Tick(tick)))]);
    }
}
