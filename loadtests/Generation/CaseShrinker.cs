namespace Covenant.LoadTests.Generation;

/// <summary>Takes away from a failing case what can go while it still fails: events, versions, clauses, conditions.</summary>
public static class CaseShrinker
{
    /// <param name="fails">Deterministic.</param>
    public static GeneratedCase Shrink(GeneratedCase failing, Func<GeneratedCase, bool> fails)
    {
        while (Smaller(failing).FirstOrDefault(fails) is { } smaller)
        {
            failing = smaller;
        }

        return failing;
    }

    private static IEnumerable<GeneratedCase> Smaller(GeneratedCase old)
    {
        if (old.Until is not null)
        {
            yield return old with { Until = null };
        }

        for (var length = old.Log.Length; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= old.Log.Length; start += length)
            {
                yield return old with { Log = old.Log.RemoveRange(start, length) };
            }
        }

        for (var at = 0; at < old.Log.Length; at++)
        {
            foreach (var simpler in RecordShrinker.Simpler(old.Log[at]))
            {
                yield return old with { Log = old.Log.SetItem(at, simpler) };
            }
        }

        for (var at = 0; at < old.Agreements.Length; at++)
        {
            var agreement = old.Agreements[at];
            yield return old with { Agreements = old.Agreements.RemoveAt(at) };
            if (agreement.Scope is not null)
            {
                yield return old with { Agreements = old.Agreements.SetItem(at, agreement with { Scope = null }) };
            }

            for (var clause = 0; clause < agreement.Clauses.Length; clause++)
            {
                if (agreement.Clauses.Length > 1)
                {
                    yield return old with { Agreements = old.Agreements.SetItem(at, agreement with { Clauses = agreement.Clauses.RemoveAt(clause) }) };
                }

                foreach (var simpler in ClauseShrinker.Simpler(agreement.Clauses[clause]))
                {
                    yield return old with { Agreements = old.Agreements.SetItem(at, agreement with { Clauses = agreement.Clauses.SetItem(clause, simpler) }) };
                }
            }
        }
    }
}
