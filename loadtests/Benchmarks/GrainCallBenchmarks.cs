using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;
using Covenant.LoadTests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
    private IHost _host = null!;
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
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<AgreementBooks>();
        builder.Services.AddSingleton<ResidentCustomers>();
        var ports = FreePort.Some(2);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[0], ports[1]).AddMemoryGrainStorage(CohortGrain.Storage));
        _host = builder.Build();
        _host.Services.GetRequiredService<AgreementBooks>().Swap(AgreementBook.Compile(_policy.Agreements));
        await _host.StartAsync();
        _home = _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        _cohort = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(0);
        _events = BenchEvents.Decoded(Events, customers: 1);
        _clock = _events[^1].Time;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

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
