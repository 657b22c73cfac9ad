using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;

namespace Covenant.Tests.Properties;

/// <summary>What one side says of a whole case: for each event, and last for the end.</summary>
internal static class Verdicts
{
    public static IReadOnlyList<IReadOnlyList<OracleVerdict>> Of(GeneratedCase generated, Side side)
    {
        var verdicts = generated.Log.Select((e, offset) => side.Judge(e, offset)).ToList();
        verdicts.Add(generated.Until is { } until ? side.Until(until) : []);
        return verdicts;
    }

    /// <summary>All that the two must agree on, line by line.</summary>
    public static bool AreSame(IReadOnlyList<IReadOnlyList<OracleVerdict>> one, IReadOnlyList<IReadOnlyList<OracleVerdict>> other) =>
        one.Zip(other).All(pair => pair.First.Select(verdict => verdict.ToString()).SequenceEqual(pair.Second.Select(verdict => verdict.ToString())));
}
