using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>What happened meanwhile: a band for what lasted, a line for a moment, and its number above.</summary>
internal static class MarkLayer
{
    // How far apart two numbers must stand, as shares of the plot's width, on a wide page and on a narrow one.
    private const double WideRoom = 0.035, NarrowRoom = 0.09;

    public static IEnumerable<XElement> Bands(Plot plot, double width, double height) => (plot.Marks ?? []).Select(mark =>
    {
        double from = plot.X.Place(mark.At), to = plot.X.Place(mark.At + mark.Length);
        // A phase without an end in sight is a border, and not a band over all that follows.
        var isBand = mark.Length > 0 && mark.IsFault;
        var shape = Tag.Of(isBand ? "rect" : "path", mark.IsFault ? "fault" : "phase");
        shape.Add(isBand
            ? [Tag.With("x", PlotFigure.Text(from * width)), Tag.With("y", "0"), Tag.With("width", PlotFigure.Text(Math.Max((to - from) * width, 2))), Tag.With("height", PlotFigure.Text(height))]
            : [Tag.With("d", $"M{PlotFigure.Text(from * width)} 0V{PlotFigure.Text(height)}")]);
        return shape;
    });

    public static IEnumerable<XElement> Badges(Plot plot)
    {
        double lastWide = double.NegativeInfinity, lastNarrow = double.NegativeInfinity;
        foreach (var (index, mark) in (plot.Marks ?? []).Index())
        {
            var place = plot.X.Place(mark.At + (mark.IsFault ? mark.Length / 2 : 0));
            if (place - lastWide < WideRoom)
            {
                continue;
            }

            lastWide = place;
            var isWideOnly = place - lastNarrow < NarrowRoom;
            lastNarrow = isWideOnly ? lastNarrow : place;
            var badge = PlotFigure.At($"badge {(mark.IsFault ? "fault" : "phase")}{(isWideOnly ? " wide-only" : "")}", $"left:{PlotFigure.Percent(place)}", Unit.Count.Of(index + 1));
            badge.Add(Tag.With("title", mark.Name));
            yield return badge;
        }
    }
}
