using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;

namespace Covenant.Tests.Properties;

/// <summary>What one side says of a whole case: for each event, and last for the end.</summary>
internal static class CaseVerdicts
{
    public static IReadOnlyList<IReadOnlyList<OracleVerdict>> Of(GeneratedCase generated, Side side)
    {
        var verdicts = generated.Log.Select((e, offset) => side.Judge(e, offset)).ToList();
        verdicts.Add(generated.Until is { } until ? side.Until(until) : []);
        return [.. verdicts.Select(one => InOrder(one, generated))];
    }

    // Limits over all customers are told last, by another part of the program, in no promised order among each other.
    private static IReadOnlyList<OracleVerdict> InOrder(IReadOnlyList<OracleVerdict> verdicts, GeneratedCase generated)
    {
        var spans = verdicts.ToLookup(verdict => verdict.Form == ClauseForm.Limit && generated.Agreements.Any(agreement =>
            (agreement.Institution, agreement.Version) == (verdict.Institution, verdict.Version)
            && agreement.Clauses.Any(clause => clause.Id == verdict.Clause && clause is LimitClause { Per.AcrossCustomers: true })));
        return [.. spans[false], .. spans[true].OrderBy(verdict => verdict.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>All that the two must agree on, line by line.</summary>
    public static bool AreSame(IReadOnlyList<IReadOnlyList<OracleVerdict>> one, IReadOnlyList<IReadOnlyList<OracleVerdict>> other) =>
        one.Zip(other).All(pair => pair.First.Select(verdict => verdict.ToString()).SequenceEqual(pair.Second.Select(verdict => verdict.ToString())));
}
