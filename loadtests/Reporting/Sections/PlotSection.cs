using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>All that was measured over time, and the latency as a distribution. What was not measured has no plot.</summary>
internal static class PlotSection
{
    public static XElement? Of(RunSummary run)
    {
        RunPlots plots = new(run);
        (Plot? Plot, string Css)[] all =
        [
            (plots.Rate, "whole"), (plots.Latency, "whole"), (run.Latency is { Distribution.Count: > 1 } latency ? RunPlots.Distribution([("latency", latency)]) : null, "whole"),
            (plots.LagMessages, ""), (plots.LagSeconds, ""), (plots.Processor, ""), (plots.Memory, ""), (run.Samples.Any(sample => sample.Errors > 0) ? plots.Errors : null, ""),
        ];
        XElement[] figures = [.. all.Where(drawn => drawn.Plot is { IsEmpty: false }).Select(drawn => PlotFigure.Draw(drawn.Plot!, drawn.Css))];
        return figures.Length == 0 ? null : Tag.Section("Measured", Tag.Of("div", "plots", figures));
    }
}
