using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>Each rate that was tried, in that order.</summary>
internal static class SearchSection
{
    public static XElement? Of(RunSummary run) => run.Steps.Count == 0 ? null : Tag.Section(
        "Rates that were tried",
        Tag.Table("numbers", ["rate", "p50", "p99", "lag grew by", "verdict", "why"], run.Steps.Select(step => Tag.Row(
            Unit.PerSecond.Of(step.Rate), Unit.Milliseconds.Of(step.P50), Unit.Milliseconds.Of(step.P99), Unit.PerSecond.Of(step.LagGrowth), Tag.Holds(step.Holds), Tag.Of("span", "prose", step.Why ?? "")))),
        run.Steps.Count > 1 ? Tag.Of("div", "plots", PlotFigure.Draw(RunPlots.Steps(run.Steps), "whole")) : null);
}
