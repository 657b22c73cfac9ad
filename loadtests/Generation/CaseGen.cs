using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>Random agreements of all forms, windows, measures, conditions and scopes, and random logs to judge by them.</summary>
public static class CaseGen
{
    public static Gen<GeneratedCase> Any { get; } =
        from grid in Grid.Any
        from two in Gen.Frequency((3, false), (1, true))
        from bank in AgreementGen.Of("bank", grid)
        from union in two ? AgreementGen.Of("union", grid) : Gen.Const(Array.Empty<Agreement>())
        from log in LogGen.Of(grid, two ? Alphabet.Institution : Gen.Const("bank"))
        from until in Gen.Int[0, 60].Select(steps => grid.At(steps)).Nullable(0.3)
        select new GeneratedCase([.. bank, .. union], log, until);
}
