using System.Globalization;
using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Reporting.Plots;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>What the run was, and what it comes to: readable without looking at anything else.</summary>
internal static class HeadlineSection
{
    public static XElement Of(RunSummary summary, string title)
    {
        var verdict = Verdict.Of(summary);
        var (css, sign) = verdict.IsGood switch { true => ("good", "✓"), false => ("bad", "✗"), null => ("plain", "•") };
        return Tag.Of("header", null,
            Tag.Of("h1", null, title),
            Tag.Of("p", "when", string.Create(CultureInfo.InvariantCulture, $"{summary.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC · {TimeAxis.Text(summary.Seconds)} long · seed {summary.Seed}")),
            Tag.Of("div", $"verdict {css}",
                Tag.Of("p", "word", $"{sign} {verdict.Word}"),
                Tag.Of("div", null, verdict.Sentences.Select(sentence => Tag.Of("p", null, sentence)))));
    }
}
