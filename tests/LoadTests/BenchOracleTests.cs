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
        foreach (var (e, value, offset) in Log(settings, hours))
        {
            var verdicts = bench.Judge(e, e.Time, offset);
            late += verdicts.Count(verdict => verdict.Late);
            fast.AddRange(verdicts.Select(verdict => verdict.ToString()));
            slow.AddRange(trace.Judge(value, null, offset).Select(verdict => verdict.ToString()));
        }

        output.WriteLine($"{slow.Count} violations, {late} of them late, {trace.Counts.Duplicates} duplicates");
        Assert.Equal(slow, fast);
        Assert.InRange(slow.Count, Records / 10, Records);
        Assert.InRange(trace.Counts.Duplicates, 1, Records);
    }

    // By hand: of 1,000,000 events of a load in which every thousandth touch or so says `dpv:Advertising` beside a permitted purpose, 833 touches did. `no-commercial-use` was violated by
    // them before, for one purpose is enough there (2,549 in all); a permit was content with the permitted one, and is now asked for both: 833 more of `not-permitted` (4,221 in place of
    // 3,388), nothing else changes (8,665 out of conversation, 548 unattended), and 15,150 violations become 15,983.
    [Fact]
    public void A_commercial_purpose_beside_a_permitted_one_violates_permit_and_prohibition()
    {
        const string Touch = """{"specversion":"1.0","id":"e-1","time":"2026-01-01T00:00:00Z","data":{"institution":"bank-00","customer":"c-1","operation":"dpv:Share","purposes":["dpv:CustomerCare","dpv:Advertising"],"customerPresent":true}}""";
        var value = System.Text.Encoding.UTF8.GetBytes(Touch);
        Assert.True(new EventDecoder().TryDecode(value, out var e, out _));
        var slow = new TraceOracle(AgreementReader.Read(BenchAgreement.TextFor("bank-00"), "bank-00").Documents.Select(document => document.Agreement)).Judge(value, null, 0);
        Assert.Equal(["not-permitted", BenchAgreement.NoCommercialUse], slow.Select(verdict => verdict.Clause));
        Assert.Equal(slow.Select(verdict => verdict.ToString()), new BenchOracle().Judge(e, e.Time, 0).Select(verdict => verdict.ToString()));
    }

    private static List<Agreement> Agreements(WorkloadSettings settings)
    {
        var readings = new Population(settings).Institutions.Select(name => AgreementReader.Read(BenchAgreement.TextFor(name), name)).ToList();
        Assert.All(readings, reading => Assert.Empty(reading.Mistakes));
        return [.. readings.SelectMany(reading => reading.Documents).Select(document => document.Agreement)];
    }

    private static IEnumerable<(DataUseEvent Event, byte[] Value, long Offset)> Log(WorkloadSettings settings, double hours)
    {
        var records = new EventSequence(settings);
        var decoder = new EventDecoder();
        for (var i = 0; i < Records; i++)
        {
            records.Next(1_790_000_000_000_000 + (long)(i * hours * 3.6e9 / Records));
            if (decoder.TryDecode(records.Value, out var e, out _) && e.Institution.StartsWith(settings.Prefix, StringComparison.Ordinal))
            {
                yield return (e, [.. records.Value], i);
            }
        }
    }
}
