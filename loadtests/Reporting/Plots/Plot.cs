using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Plots;

/// <param name="Y">Null, or not finite, where there was nothing to measure: the line has a gap there.</param>
internal readonly record struct PlotPoint(double X, double? Y);

/// <param name="Css">The classes that give it its colour and dashes.</param>
internal sealed record PlotLine(string Name, string Css, IReadOnlyList<PlotPoint> Points)
{
    public IEnumerable<double> Values => Points.Where(point => point.Y is { } value && double.IsFinite(value)).Select(point => point.Y!.Value);
}

/// <summary>A level that was asked for, drawn across.</summary>
internal readonly record struct PlotBound(double Y, string Text);

/// <summary>Lines over one axis, in one unit.</summary>
/// <param name="XText">How a place on the axis is said.</param>
/// <param name="XUnit">Written below.</param>
/// <param name="Step">How much of X one point of the drawing stands for; 0 where each point is drawn as it is.</param>
/// <param name="Marks">Drawn as bands, and numbered from 1.</param>
internal sealed record Plot(
    string Title, Unit Unit, IReadOnlyList<PlotLine> Lines, Axis X, Axis Y, Func<double, string> XText, string XUnit, double Step = 0, IReadOnlyList<RunMark>? Marks = null, IReadOnlyList<PlotBound>? Bounds = null)
{
    public bool IsEmpty => !Lines.SelectMany(line => line.Values).Any();

    public bool IsOverTime => Step > 0;
}
