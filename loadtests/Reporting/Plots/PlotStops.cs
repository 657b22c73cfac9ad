using System.Text.Json;

namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>What a plot says where it is pointed at: for each place on its axis the lowest and highest value of each line.</summary>
internal static class PlotStops
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(Plot plot)
    {
        double Key(double x) => plot.IsOverTime ? Thinning.StepAt(x, plot.Step) * plot.Step : x;
        double[] keys = [.. plot.Lines.SelectMany(line => line.Points).Select(point => Key(point.X)).Distinct().Order()];
        var texts = plot.Lines.Select(line =>
        {
            var known = line.Points.Where(point => point.Y is { } value && double.IsFinite(value)).GroupBy(point => Key(point.X))
                .ToDictionary(group => group.Key, group => plot.Unit.Range(group.Min(point => point.Y!.Value), group.Max(point => point.Y!.Value)));
            return keys.Select(key => known.GetValueOrDefault(key, "–"));
        });
        return JsonSerializer.Serialize(new { X = keys.Select(key => Math.Round(plot.X.Place(key), 5)), At = keys.Select(key => At(plot, key)), Lines = texts, Marks = Marks(plot) }, Json);
    }

    private static string At(Plot plot, double key) =>
        plot.Step > 1 ? $"{plot.XText(Math.Max(key - plot.Step / 2, 0))} to {plot.XText(key + plot.Step / 2)}" : plot.XText(key);

    private static IEnumerable<object> Marks(Plot plot) =>
        (plot.Marks ?? []).Select((mark, index) => new { From = Math.Round(plot.X.Place(mark.At), 5), To = Math.Round(plot.X.Place(mark.At + mark.Length), 5), Name = $"{index + 1} {mark.Name}" });
}
