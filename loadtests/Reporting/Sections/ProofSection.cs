using System.Xml.Linq;
using Covenant.LoadTests.Reporting.Page;
using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>What committed readers read, against the oracle; where they differ, each difference that was kept.</summary>
internal static class ProofSection
{
    public static XElement? Of(RunSummary run) => !Verdict.IsProven(run) ? null : Tag.Section(
        "Proof",
        Tag.Table("numbers", ["events", "expected", "told", "missing", "invented", "doubled"], [
            Tag.Row([.. new[] { run.Proof.Events, run.Proof.Expected, run.Proof.Told }.Select(count => Unit.Count.Of(count)), .. new[] { run.Proof.Missing, run.Proof.Invented, run.Proof.Doubled }.Select(Wrong)]),
        ]),
        Differences(run.Proof));

    private static object Wrong(long count) => count == 0 ? Unit.Count.Of(count) : Tag.Of("span", "bad", Unit.Count.Of(count));

    private static object[] Differences(ProofSummary proof)
    {
        var all = proof.Missing + proof.Invented + proof.Doubled;
        if (proof.Differences.Count == 0)
        {
            return [];
        }

        var list = Tag.Of("ol", "differences", proof.Differences.Select(difference => Tag.Of("li", null, difference)));
        list.Add(Tag.With("tabindex", "0"));
        return [Tag.Of("h3", null, proof.Differences.Count < all ? $"The first {Unit.Count.Of(proof.Differences.Count)} of {Unit.Count.Of(all)} differences" : "Every difference"), list];
    }
}
