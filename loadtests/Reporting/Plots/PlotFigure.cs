using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>Draws a plot. The drawing stretches with the page, and all that is written on it does not: so it reads the same on a phone.</summary>
internal static class PlotFigure
{
    private const double Width = 1000, Height = 400;
    private const int DenseAbove = 150;

    /// <param name="css">Such as <c>whole</c> for one that takes the page's whole width.</param>
    public static XElement Draw(Plot plot, string css = "")
    {
        var box = Tag.Of("div", "plot", Drawing(plot), YTexts(plot), XTexts(plot), BoundTexts(plot), MarkLayer.Badges(plot));
        box.Add(
            Tag.With("tabindex", "0"), Tag.With("role", "group"), Tag.With("aria-label", $"{plot.Title}: arrow keys say the values"), Tag.With("data-axis", plot.IsOverTime ? "time" : "own"),
            Tag.With("data-stops", PlotStops.ToJson(plot)));
        return Tag.Of("figure", $"plot-figure {css}".TrimEnd(), Tag.Of("figcaption", null, Tag.Of("h3", null, plot.Title), Legend(plot)), box, Tag.Of("p", "x-unit", plot.XUnit));
    }

    private static XElement Drawing(Plot plot)
    {
        var drawing = Tag.Of("svg", null, Tag.Of("title", null, Said(plot)), Grid(plot), MarkLayer.Bands(plot, Width, Height),
            (plot.Bounds ?? []).Select(bound => Path("bound", $"M0 {Text(Down(plot, bound.Y))}H{Width}")),
            plot.Lines.Select(line => Path($"line {line.Css}{(line.Points.Count > DenseAbove ? " dense" : "")}", LinePath(plot, line))));
        drawing.Add(Tag.With("viewBox", $"0 0 {Width} {Height}"), Tag.With("preserveAspectRatio", "none"), Tag.With("role", "img"), Tag.With("aria-label", Said(plot)));
        return drawing;
    }

    private static string Said(Plot plot) => $"{plot.Title}. {string.Join("; ", plot.Lines.Select(line => $"{line.Name} {Span(plot, line)}"))}.";

    private static string Span(Plot plot, PlotLine line) => line.Values.Any() ? plot.Unit.Range(line.Values.Min(), line.Values.Max()) : "not measured";

    private static XElement Grid(Plot plot) =>
        Path("grid", string.Concat(plot.Y.Ticks.Select(tick => $"M0 {Text(Height * (1 - tick.Place))}H{Width}").Concat(plot.X.Ticks.Select(tick => $"M{Text(Width * tick.Place)} 0V{Height}"))));

    private static string LinePath(Plot plot, PlotLine line)
    {
        StringBuilder path = new();
        var points = Thinning.Thin(line.Points, plot.Step);
        var joined = false;
        for (var index = 0; index < points.Count; index++)
        {
            if (points[index].Y is not { } value || !double.IsFinite(value))
            {
                joined = false;
                continue;
            }

            path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{Text(Width * plot.X.Place(points[index].X))} {Text(Down(plot, value))}");
            // A point without a neighbour would draw nothing: a stroke of no length with round ends is a dot.
            var isAlone = !joined && (index + 1 == points.Count || points[index + 1].Y is not { } next || !double.IsFinite(next));
            path.Append(isAlone ? "h0" : "");
            joined = true;
        }

        return path.ToString();
    }

    private static XElement Legend(Plot plot) =>
        Tag.Of("ul", "legend", plot.Lines.Select(line =>
        {
            var swatch = Tag.Of("svg", "swatch", Path($"line {line.Css}", "M0 5H22"));
            swatch.Add(Tag.With("viewBox", "0 0 22 10"), Tag.With("aria-hidden", "true"));
            return Tag.Of("li", null, swatch, Tag.Of("span", "name", line.Name), Tag.Of("span", "span", Span(plot, line)));
        }));

    private static IEnumerable<XElement> YTexts(Plot plot) => plot.Y.Ticks.Select(tick => At("y", $"top:{Percent(1 - tick.Place)}", tick.Text));

    private static IEnumerable<XElement> XTexts(Plot plot) => plot.X.Ticks.Select(tick => At(tick.IsWideOnly ? "x wide-only" : "x", $"left:{Percent(tick.Place)}", tick.Text));

    private static IEnumerable<XElement> BoundTexts(Plot plot) => (plot.Bounds ?? []).Select(bound => At("bound-text", $"top:{Percent(1 - plot.Y.Place(bound.Y))}", bound.Text));

    public static XElement At(string css, string place, string text)
    {
        var element = Tag.Of("span", css, text);
        element.Add(Tag.With("style", place));
        return element;
    }

    private static XElement Path(string css, string data)
    {
        var path = Tag.Of("path", css);
        path.Add(Tag.With("d", data));
        return path;
    }

    private static double Down(Plot plot, double value) => Height * (1 - plot.Y.Place(value));

    public static string Percent(double place) => $"{(place * 100).ToString("0.##", CultureInfo.InvariantCulture)}%";

    public static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
