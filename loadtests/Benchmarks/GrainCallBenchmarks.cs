using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>A call of a cohort in a silo of its own: what the call costs beside judging the events that it carries.</summary>
[MemoryDiagnoser]
public class GrainCallBenchmarks
{
    private const string Topic = "datause.events.v1";

    private static readonly TenureHistory Tenure = TenureHistory.None.Next(default);

    private readonly Policy _policy = BenchAgreements.Policy(BenchAgreements.Usual);
    private readonly CustomerState _customer = new();
    private readonly Verdicts _verdicts = new();
    private BenchSilo _silo = null!;
    private ICohortGrain _cohort = null!;
    private SiloAddress _home = null!;
    private DataUseEvent[] _events = [];
    private EventTime _clock;
    private long _offset;
    private long _lastSent = -1;

    /// <summary>Of one customer.</summary>
    [Params(1, 8, 64, 512)]
    public int Events { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _silo = await BenchSilo.StartAsync(AgreementBook.Compile(_policy.Agreements));
        (_cohort, _home) = (_silo.Cohort, _silo.Home);
        _events = BenchEvents.Decoded(Events, customers: 1);
        _clock = _events[^1].Time;
    }

    [GlobalCleanup]
    public ValueTask StopAsync() => _silo.DisposeAsync();

    /// <summary>The same events come again under other offsets, so that the state does not grow: they are duplicates, which is the least that judging one can cost.</summary>
    [Benchmark(Baseline = true)]
    public int JudgeAlone()
    {
        foreach (var e in _events)
        {
            _customer.Apply(_policy, e, new StreamPosition(Topic, 0, ++_offset), e.Time, _clock, _verdicts);
        }

        _verdicts.Clear();
        return _verdicts.Violations.Count;
    }

    [Benchmark]
    public async Task<CohortReply> Call()
    {
        var events = Array.ConvertAll(_events, e => new StreamEvent(++_offset, _clock, e, e.Time));
        var to = Progress.After(_offset);
        var reply = await _cohort.Apply(new CohortBatch(new BatchHeader(Topic, 0, Tenure, to, to, _clock, _home), _lastSent, events, []));
        _lastSent = _offset;
        return reply;
    }
}
