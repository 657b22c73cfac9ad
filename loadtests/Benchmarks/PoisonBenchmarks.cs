using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>
/// Events on which the judge itself fails, one in a hundred of many customers', as a silo judges once it has met one: what they cost beside
/// a batch without any. They are planted as a bound that nobody can set: less than nothing.
/// </summary>
public class PoisonBenchmarks
{
    private const string Topic = "datause.events.v1";

    private const int Customers = 100;

    private const int FaultyEvery = 100;

    private const string Clauses = """
          - { id: services, permit: { purposes: [fin:PaymentProcessing, dpv:PaymentManagement, dpv:CustomerCare, dpv:FraudPreventionAndDetection] } }
          - { id: no-commercial-use, prohibit: { purposes: [dpv:CommercialPurpose, dpv:Marketing, dpv:Personalisation, dpv:SellProducts] } }
          - { id: often, limit: { when: { actor: faulty }, count: 1, sliding: PT1H } }
        """;

    private static readonly TenureHistory Tenure = TenureHistory.None.Next(default);

    private BenchSilo _silo = null!;
    private ICohortGrain _cohort = null!;
    private SiloAddress _home = null!;
    private DataUseEvent[] _touches = [];
    private long _offset;
    private long _lastSent = -1;
    private int _minute;

    /// <summary>In one batch.</summary>
    [Params(1_000)]
    public int Events { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _silo = await BenchSilo.StartAsync(AgreementBook.Compile(BenchAgreements.Read(Clauses), new MemoryBounds { EntriesMax = -5 }));
        (_cohort, _home) = (_silo.Cohort, _silo.Home);
        _touches = BenchEvents.Decoded(Events, Customers);
    }

    [GlobalCleanup]
    public ValueTask StopAsync() => _silo.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<int> Sound() => JudgeAsync(isCareful: false);

    /// <summary>For a minute after an event on which the judge failed.</summary>
    [Benchmark]
    public Task<int> SoundButCareful() => JudgeAsync(isCareful: true);

    [Benchmark]
    public Task<int> OneInHundredPoisoned() => JudgeAsync(isCareful: true, isPoisoned: true);

    // New ones each time: what comes again is not judged.
    private async Task<int> JudgeAsync(bool isCareful, bool isPoisoned = false)
    {
        var time = new EventTime(_touches[^1].Time.Ticks + ++_minute * TimeSpan.TicksPerMinute);
        var batch = new StreamEvent[Events];
        for (var i = 0; i < batch.Length; i++)
        {
            var actor = isPoisoned && i % FaultyEvery == 0 ? "faulty" : null;
            batch[i] = new StreamEvent(++_offset, time, BenchEvents.Again(_touches[i], _offset, time, actor), time);
        }

        var to = Progress.After(_offset);
        var header = new BatchHeader(Topic, 0, Tenure, to, Progress.After(_lastSent), time, _home);
        var reply = await _cohort.Apply(new CohortBatch(header, _lastSent, batch, [], isCareful));
        _lastSent = _offset;
        var failed = reply.Failed?.Length ?? 0;
        if (reply.IsGap || reply.Failure is not null || failed != (isPoisoned ? Events / FaultyEvery : 0))
        {
            throw new InvalidOperationException($"the judge failed on {failed} events of a batch: {(reply.IsGap ? "a gap" : reply.Failure?.Reason)}");
        }

        return failed;
    }
}
