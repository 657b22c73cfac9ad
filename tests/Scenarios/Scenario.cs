using Covenant.Contracts.Agreements;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>
/// A table of what happens and what must be said of it, checked against the oracle and the core alike.
/// </summary>
/// <remarks><code>
/// clause q: limit { count: 2, fixed: PT1H }        a form, then (indented) any other key of the clause
///   report: first
/// tolerance: PT0S                                   any other key of the agreement; `version 2`, `agreement union` begin another
/// 10:00 Use actor=ads purposes=dpv:Marketing ok     `Use` is `dpv:Use`; dates as `2024-02-29 10:00` or `+1d 10:00` (after Monday 2026-01-05) last until the next
/// 10:59 Use violates q 3 > 2; violates p late       all verdicts, in order; `duplicate` in place of `ok` for an event that is not judged again
/// 10:00 Use recorded=09:30 channel={"a":1} ok       when the log stored the record; an attribute as JSON
/// until +2d 00:00 due e +1d 10:00                   what the clock decides at the end
/// </code></remarks>
internal static class Scenario
{
    public static void Check(string text)
    {
        var table = ScenarioTable.Parse(text);
        var reading = AgreementReader.Read(table.Agreements, "scenario");
        Assert.True(reading.Mistakes.IsEmpty, $"{string.Join('\n', reading.Mistakes)}\n{table.Agreements}");
        foreach (var side in Side.All([.. reading.Documents.Select(document => document.Agreement)]))
        {
            Check(table, side);
        }
    }

    private static void Check(ScenarioTable table, Side side)
    {
        var offset = 0;
        foreach (var line in table.Lines)
        {
            var duplicates = side.Duplicates;
            var verdicts = line.Record is { } record ? side.Judge(record, offset++) : side.Until(line.Until);
            var isRight = verdicts.Count == line.Expected.Count
                && line.Expected.Zip(verdicts, (expected, verdict) => expected.IsMetBy(verdict)).All(met => met)
                && side.Duplicates - duplicates == (line.IsDuplicate ? 1 : 0);
            Assert.True(isRight, $"{side.Name} at `{line.Text}` says {Say(verdicts)}{(side.Duplicates > duplicates ? " (duplicate)" : "")}");
        }
    }

    private static string Say(IReadOnlyList<OracleVerdict> verdicts) => verdicts.Count == 0 ? "ok" : "\n  " + string.Join("\n  ", verdicts);
}
