using Covenant.LoadTests.Generation;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Properties;

public class RedeliveryProperties(ITestOutputHelper output)
{
    private const int Cases = 1_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Redelivering_an_event_at_once_changes_no_verdict(int side) => Gen.Select(CaseGen.Any, Gen.Int[0, 59]).Sample(
        (generated, at) => IsLate(generated, at % generated.Log.Length, side) || SaysTheSame(generated, at % generated.Log.Length, side),
        output.WriteLine,
        iter: Cases,
        print: pair => $"again #{pair.Item2 % pair.Item1.Log.Length}\n{CaseText.Of(pair.Item1)}");

    private static Side SideOf(GeneratedCase generated, int side) => side == 0 ? Side.SlowOf(generated, new()) : Side.FastOf(generated);

    // A late event stands outside of the tolerance, so what comes again under its id is a new event.
    private static bool IsLate(GeneratedCase generated, int at, int side)
    {
        var judge = SideOf(generated, side);
        var late = 0L;
        for (var offset = 0; offset <= at; offset++)
        {
            late = judge.Late;
            judge.Judge(generated.Log[offset], offset);
        }

        return judge.Late > late;
    }

    private static bool SaysTheSame(GeneratedCase generated, int repeated, int side)
    {
        var once = Say(generated, side, -1);
        var twice = Say(generated, side, repeated);
        return once.SequenceEqual(twice);
    }

    // Even offsets are the events', odd ones those of second deliveries.
    private static List<string> Say(GeneratedCase generated, int side, int repeated)
    {
        var judge = SideOf(generated, side);
        var lines = new List<string>();
        for (var offset = 0; offset < generated.Log.Length; offset++)
        {
            lines.AddRange(judge.Judge(generated.Log[offset], 2 * offset).Select(verdict => verdict.ToString()));
            if (offset == repeated)
            {
                lines.AddRange(judge.Judge(generated.Log[offset], 2 * offset + 1).Select(verdict => verdict.ToString()));
            }
        }

        lines.AddRange(generated.Until is { } until ? judge.Until(until).Select(verdict => verdict.ToString()) : []);
        return lines;
    }
}
