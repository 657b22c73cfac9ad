using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>What the numbers above the plots mean.</summary>
internal static class MarkSection
{
    public static XElement? Of(RunSummary run) => run.Marks.Count == 0 ? null : Tag.Section(
        "What happened meanwhile",
        Tag.Table("marks", ["no.", "what", "at", "for"], RunPlots.Ordered(run.Marks).Select((mark, index) => Tag.Row(
            Tag.Of("span", $"badge {(mark.IsFault ? "fault" : "phase")}", Unit.Count.Of(index + 1)), $"{(mark.IsFault ? "fault: " : "")}{mark.Name}", TimeAxis.Text(mark.At), mark.Length > 0 ? Unit.Seconds.Of(mark.Length) : "a moment"))));
}
