namespace Covenant.LoadTests.Reporting.Live;

/// <summary>The last values as one row of characters, from nought to the highest of them.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>A value that is not known is a space.</summary>
    public static string Of(IEnumerable<double?> values, int width)
    {
        double?[] last = [.. values.TakeLast(width)];
        var highest = last.Where(value => value is { } known && double.IsFinite(known)).DefaultIfEmpty(0).Max() ?? 0;
        return string.Concat(last.Select(value =>
            value is not { } known || !double.IsFinite(known) ? ' ' : highest <= 0 ? Bars[0] : Bars[(int)Math.Round(Math.Clamp(known / highest, 0, 1) * (Bars.Length - 1))]));
    }
}
