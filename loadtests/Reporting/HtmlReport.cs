using System.Globalization;
using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Reporting.Sections;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting;

/// <summary>A run as one page for the browser, which needs nothing but itself.</summary>
public static class HtmlReport
{
    public static void Write(RunSummary summary, string path) => File.WriteAllText(path, ToHtml(summary));

    public static string ToHtml(RunSummary summary)
    {
        var title = $"covenant-load {summary.Command}{(summary.Profile is null ? "" : $", {summary.Profile}")}";
        return HtmlPage.Of(
            $"{Verdict.Of(summary).Word}: {title}",
            HeadlineSection.Of(summary, title), TileSection.Of(summary), RemarkSection.Of(summary.Remarks), ThresholdSection.Of(summary), ProofSection.Of(summary), DrainSection.Of(summary), SearchSection.Of(summary),
            PlotSection.Of(summary), MarkSection.Of(summary), SettingSection.Of(summary), Footer(summary));
    }

    private static XElement Footer(RunSummary summary) => Tag.Of(
        "footer", null, string.Create(CultureInfo.InvariantCulture, $"Times count from the first event, at {summary.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Where many samples share a place in a plot, their lowest and highest are drawn."));
}
