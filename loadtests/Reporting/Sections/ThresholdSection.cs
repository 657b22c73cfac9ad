using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

internal static class ThresholdSection
{
    public static XElement? Of(RunSummary run) => run.Thresholds.Count == 0 ? null : Tag.Section(
        "Thresholds",
        Tag.Table("numbers", ["threshold", "asked", "measured", "verdict"], run.Thresholds.Select(threshold => Tag.Row(threshold.Name, threshold.Bound, threshold.Measured, Tag.Holds(threshold.Holds)))));
}
