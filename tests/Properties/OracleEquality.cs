using Covenant.LoadTests.Generation;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Properties;

public class OracleEquality(ITestOutputHelper output)
{
    private const int Cases = 20_000;

    [Fact]
    public void The_core_says_of_every_random_case_what_the_oracle_says() =>
        CaseGen.Any.Sample(generated => !Parts(generated), output.WriteLine, iter: Cases, print: Tell);

    private static bool Parts(GeneratedCase generated)
    {
        var (slow, fast) = Sides(generated);
        return !CaseVerdicts.AreSame(CaseVerdicts.Of(generated, slow), CaseVerdicts.Of(generated, fast))
            || (slow.Duplicates, slow.Late, slow.Pending) != (fast.Duplicates, fast.Late, fast.Pending);
    }

    // What the random search has shrunk is shrunk on, thing by thing.
    private static string Tell(GeneratedCase generated)
    {
        var small = CaseShrinker.Shrink(generated, Parts);
        var (slow, fast) = Sides(small);
        var text = CaseText.Of(small, CaseVerdicts.Of(small, slow), CaseVerdicts.Of(small, fast));
        return $"{text}duplicates {slow.Duplicates} and {fast.Duplicates}, late {slow.Late} and {fast.Late}, pending {slow.Pending} and {fast.Pending}";
    }

    private static (Side Slow, Side Fast) Sides(GeneratedCase generated) => Side.All(generated.Agreements) is [var slow, var fast] ? (slow, fast) : throw new InvalidOperationException();
}
