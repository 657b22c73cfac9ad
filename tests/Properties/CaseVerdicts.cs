using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;

namespace Covenant.Tests.Properties;

/// <summary>What one side says of a whole case: for each record, and last for the end.</summary>
internal static class CaseVerdicts
{
    /// <summary>All that the two must agree on, line by line.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(GeneratedCase generated, Side side)
    {
        var said = new List<IReadOnlyList<string>>();
        for (var offset = 0; offset < generated.Log.Length; offset++)
        {
            var verdicts = InOrder(side.Judge(generated.Log[offset], offset), generated).Select(verdict => verdict.ToString());
            said.Add([.. side.DeadLetter is { } code ? [$"dead letter {code}"] : Array.Empty<string>(), .. verdicts]);
        }

        said.Add(generated.Until is { } until ? [.. InOrder(side.Until(until), generated).Select(verdict => verdict.ToString())] : []);
        return [.. said, [$"duplicates {side.Duplicates}, late {side.Late}, pending {side.Pending}"]];
    }

    // Limits over all customers are told last, by another part of the program, in no promised order among each other.
    private static IEnumerable<OracleVerdict> InOrder(IReadOnlyList<OracleVerdict> verdicts, GeneratedCase generated)
    {
        var spans = verdicts.ToLookup(verdict => verdict.Form == ClauseForm.Limit && generated.Agreements.Any(agreement =>
            (agreement.Institution, agreement.Version) == (verdict.Institution, verdict.Version)
            && agreement.Clauses.Any(clause => clause.Id == verdict.Clause && clause is LimitClause { Per.AcrossCustomers: true })));
        return [.. spans[false], .. spans[true].OrderBy(verdict => verdict.ToString(), StringComparer.Ordinal)];
    }

    public static bool AreSame(IReadOnlyList<IReadOnlyList<string>> one, IReadOnlyList<IReadOnlyList<string>> other) =>
        one.Zip(other).All(pair => pair.First.SequenceEqual(pair.Second));
}
