using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;

namespace Covenant.LoadTests.Reporting.Sections;

internal static class RemarkSection
{
    public static XElement? Of(IReadOnlyList<string> remarks, string title = "Before you believe a number") =>
        remarks.Count == 0 ? null : Tag.Of("section", "remarks", Tag.Of("h2", null, title), Tag.Of("ul", null, remarks.Select(remark => Tag.Of("li", null, remark))));
}
