using System.Collections.Immutable;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The remembered events on which a verdict rests.</summary>
internal static class Evidence
{
    public static ImmutableArray<Witness> OfConditions(Guard guard, MemoryStore memory, in Occurrence at)
    {
        if (guard.While is null && guard.Unless is null)
        {
            return [];
        }

        var witnesses = new List<Witness>();
        guard.While?.Witnesses(memory, at, witnesses);
        guard.Unless?.Witnesses(memory, at, witnesses);
        return Latest(witnesses);
    }

    public static ImmutableArray<Witness> OfCondition(ConditionNode condition, MemoryStore memory, in Occurrence at)
    {
        var witnesses = new List<Witness>();
        condition.Witnesses(memory, at, witnesses);
        return Latest(witnesses);
    }

    private static ImmutableArray<Witness> Latest(List<Witness> witnesses) =>
        [.. witnesses.Distinct().OrderBy(witness => witness.Time).ThenBy(witness => witness.Id, StringComparer.Ordinal).TakeLast(Violation.WitnessesMax)];
}
