using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

internal static class TileSection
{
    public static XElement Of(RunSummary run) => Tag.Of("dl", "tiles", Tile.AllOf(run).Select(tile =>
        Tag.Of("div", "tile", Tag.Of("dt", null, tile.Name), Tag.Of("dd", "value", tile.Value), Tag.Of("dd", "note", tile.Note))));
}
