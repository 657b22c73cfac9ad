using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>A catch-up beside what the machine and the broker could have given.</summary>
internal static class DrainSection
{
    public static XElement? Of(RunSummary run) => run.Drain is not { } drain ? null : Tag.Section(
        "Catch-up",
        Tag.Of("div", "bars", Bar("Covenant", "b2", drain.Rate, drain), Bar("bare consumer", "b1", drain.BareRate, drain)),
        Tag.Of("p", "muted", $"{Unit.Count.Of(drain.Events)} events, between 10 % and 90 % of the committed offsets, and the same topic read by the bare Confluent.Kafka consumer in the same run."));

    private static XElement Bar(string name, string css, double rate, DrainSummary drain)
    {
        var most = Math.Max(drain.Rate, drain.BareRate);
        var bar = Tag.Of("span", $"bar {css}");
        bar.Add(Tag.With("style", $"width:{PlotFigure.Percent(double.IsFinite(rate / most) ? rate / most : 0)}"));
        return Tag.Of("div", "bar-row", Tag.Of("span", "bar-name", name), Tag.Of("span", "bar-track", bar), Tag.Of("span", "bar-value", Unit.PerSecond.Of(rate)));
    }
}
