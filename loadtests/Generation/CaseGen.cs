using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>Random agreements of all forms, windows, measures, conditions and scopes, and random logs to judge by them.</summary>
public static class CaseGen
{
    public static Gen<GeneratedCase> Any { get; } =
        from grid in Grid.Any
        from two in Gen.Frequency((3, false), (1, true))
        from bank in AgreementGen.Of("bank", grid)
        from union in two ? AgreementGen.Of("union", grid) : Gen.Const(Array.Empty<Contracts.Agreements.Agreement>())
        from log in LogGen.Of(grid, two ? Alphabet.Institution : Gen.Const("bank"))
        from skew in Gen.Frequency((1, TimeSpan.Zero), (4, TimeSpan.FromMinutes(1)), (1, grid.Step), (1, TimeSpan.FromDays(1)))
        from until in Gen.Int[0, 60].Select(steps => grid.At(steps)).Nullable(0.3)
        select new GeneratedCase([.. bank, .. union], log, skew, until);
}
