using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

internal static class SettingSection
{
    public static XElement? Of(RunSummary run) => run.Settings.Count == 0 ? null : Tag.Section(
        "Settings",
        Tag.Of("dl", "settings", run.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => Tag.Of("div", null, Tag.Of("dt", null, setting.Key), Tag.Of("dd", null, setting.Value)))));
}
