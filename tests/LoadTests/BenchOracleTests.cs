using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Workload;

namespace Covenant.Tests.LoadTests;

/// <summary>The oracle for millions of events says what the slow and obvious one says.</summary>
public class BenchOracleTests(ITestOutputHelper output)
{
    private const int Records = 700;

    public static TheoryData<int, double> Workloads => new(from seed in Enumerable.Range(1, 16) from hours in new[] { 0.05, 1, 30 } select (seed, hours));

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Both_say_the_same_of_a_wild_workload(int seed, double hours)
    {
        var settings = new WorkloadSettings
        {
            Seed = seed,
            Run = "abc123",
            Customers = 6,
            Institutions = 2,
            Skew = 1,
            Violations = 0.3,
            OutOfOrder = 0.2,
            Late = 0.05,
            Duplicates = 0.1,
            Unreadable = 0.05,
            EventsPerSecond = Records / (hours * 3_600),
        };
        var (slow, fast, late) = (new List<string>(), new List<string>(), 0);
        var (trace, bench) = (new TraceOracle(Agreements(settings)), new BenchOracle());
        foreach (var (e, offset) in Log(settings, hours))
        {
            var verdicts = bench.Judge(e, offset);
            late += verdicts.Count(verdict => verdict.Late);
            fast.AddRange(verdicts.Select(verdict => verdict.ToString()));
            slow.AddRange(trace.Judge(e, offset).Select(verdict => verdict.ToString()));
        }

        output.WriteLine($"{slow.Count} violations, {late} of them late, {trace.Counts.Duplicates} duplicates");
        Assert.Equal(slow, fast);
        Assert.InRange(slow.Count, Records / 10, Records);
        Assert.InRange(trace.Counts.Duplicates, 1, Records);
    }

    private static List<Agreement> Agreements(WorkloadSettings settings)
    {
        var readings = new Population(settings).Institutions.Select(name => AgreementReader.Read(BenchAgreement.TextFor(name), name)).ToList();
        Assert.All(readings, reading => Assert.Empty(reading.Mistakes));
        return [.. readings.SelectMany(reading => reading.Documents).Select(document => document.Agreement)];
    }

    private static IEnumerable<(DataUseEvent Event, long Offset)> Log(WorkloadSettings settings, double hours)
    {
        var records = new EventSequence(settings);
        var decoder = new EventDecoder();
        for (var i = 0; i < Records; i++)
        {
            records.Next(1_790_000_000_000_000 + (long)(i * hours * 3.6e9 / Records));
            if (decoder.TryDecode(records.Value, out var e, out _) && e.Institution.StartsWith(settings.Prefix, StringComparison.Ordinal))
            {
                yield return (e, i);
            }
        }
    }
}
