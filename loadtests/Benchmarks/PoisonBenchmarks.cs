using System.Globalization;
using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.LoadTests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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

    private IHost _host = null!;
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
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<AgreementBooks>();
        builder.Services.AddSingleton<ResidentCustomers>();
        var ports = FreePort.Some(2);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[0], ports[1]).AddMemoryGrainStorage(CohortGrain.Storage));
        _host = builder.Build();
        _host.Services.GetRequiredService<AgreementBooks>().Swap(AgreementBook.Compile(BenchAgreements.Read(Clauses), new MemoryBounds { EntriesMax = -5 }));
        await _host.StartAsync();
        _home = _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        _cohort = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(0);
        _touches = BenchEvents.Decoded(Events, Customers);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

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
            batch[i] = new StreamEvent(++_offset, time, At(time, _touches[i], isPoisoned && i % FaultyEvery == 0), time);
        }

        var to = Progress.After(_offset);
        var reply = await _cohort.Apply(new CohortBatch(new BatchHeader(Topic, 0, Tenure, to, Progress.After(_lastSent), time, _home), _lastSent, batch, []) { IsCareful = isCareful });
        _lastSent = _offset;
        var failed = reply.Failed?.Length ?? 0;
        if (reply.IsGap || reply.Failure is not null || failed != (isPoisoned ? Events / FaultyEvery : 0))
        {
            throw new InvalidOperationException($"the judge failed on {failed} events of a batch: {(reply.IsGap ? "a gap" : reply.Failure?.Reason)}");
        }

        return failed;
    }

    private DataUseEvent At(EventTime time, DataUseEvent touch, bool isFaulty) => new()
    {
        Id = _offset.ToString("x8", CultureInfo.InvariantCulture),
        Source = touch.Source,
        Time = time,
        Institution = touch.Institution,
        Customer = touch.Customer,
        Operation = touch.Operation,
        Purposes = touch.Purposes,
        Categories = touch.Categories,
        Actor = isFaulty ? "faulty" : touch.Actor,
        Conversation = touch.Conversation,
        Records = touch.Records,
        CustomerPresent = touch.CustomerPresent,
    };
}
