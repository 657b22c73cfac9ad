using System.Globalization;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Properties;

/// <summary>The core against the oracle, from JSON records and agreements' texts to verdicts. <c>COVENANT_COMPARED_EVENTS</c> makes it longer: so many events at least.</summary>
public class OracleEquality(ITestOutputHelper output)
{
    private const long EventsMin = 60_000;

    private const int CasesToFindFaults = 20_000;

    private static readonly long Events =
        long.TryParse(Environment.GetEnvironmentVariable("COVENANT_COMPARED_EVENTS"), CultureInfo.InvariantCulture, out var events) ? events : EventsMin;

    [Fact]
    public void The_core_says_of_every_random_case_what_the_oracle_says()
    {
        var (hits, compared) = (new RuleBook(), 0L);
        while (compared < Events)
        {
            CaseGen.Any.Sample(
                generated =>
                {
                    var own = new RuleBook();
                    var same = CaseVerdicts.AreSame(CaseVerdicts.Of(generated, Side.SlowOf(generated, own)), CaseVerdicts.Of(generated, Side.FastOf(generated)));
                    hits.Add(own);
                    Interlocked.Add(ref compared, generated.Log.Length);
                    return same;
                },
                output.WriteLine,
                iter: 1_000,
                print: Tell);
        }

        output.WriteLine($"{compared} events");
        foreach (var rule in Enum.GetValues<SheetRule>())
        {
            output.WriteLine($"{hits.HitsOf(rule),9} {rule}");
        }
    }

    [Fact]
    public void A_planted_fault_in_each_rule_is_found()
    {
        var seed = (uint)Random.Shared.Next();
        var pcg = new PCG(seed);
        var left = Enum.GetValues<SheetRule>().ToHashSet();
        for (var cases = 1; cases <= CasesToFindFaults && left.Count > 0; cases++)
        {
            var generated = CaseGen.Any.Generate(pcg, null, out _);
            var core = CaseVerdicts.Of(generated, Side.FastOf(generated));
            var hits = new RuleBook();
            CaseVerdicts.Of(generated, Side.SlowOf(generated, hits));

            // A rule that decides nothing in a case can be broken there and nobody sees it.
            foreach (var rule in left.Where(rule => hits.HitsOf(rule) > 0).ToList())
            {
                if (!CaseVerdicts.AreSame(core, CaseVerdicts.Of(generated, Side.SlowOf(generated, new RuleBook(rule)))))
                {
                    output.WriteLine($"{rule} in case {cases}");
                    left.Remove(rule);
                }
            }
        }

        Assert.True(left.Count == 0, $"seed {seed}: nobody sees that {string.Join(", ", left)} is broken");
    }

    private static bool Parts(GeneratedCase generated)
    {
        try
        {
            var (slow, fast) = Side.Of(generated);
            return !CaseVerdicts.AreSame(CaseVerdicts.Of(generated, slow), CaseVerdicts.Of(generated, fast));
        }
        catch (InvalidDataException)
        {
            // With one thing less it may be no agreement.
            return false;
        }
    }

    // What the random search has shrunk is shrunk on, thing by thing.
    private static string Tell(GeneratedCase generated)
    {
        var small = CaseShrinker.Shrink(generated, Parts);
        var (slow, fast) = Side.Of(small);
        return CaseText.Of(small, CaseVerdicts.Of(small, slow), CaseVerdicts.Of(small, fast));
    }
}
