using Confluent.Kafka;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Proving;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;
using HdrHistogram;

namespace Covenant.LoadTests.Measuring;

/// <summary>A load on a system, and all that is measured meanwhile; several schedules may follow each other, and the proof at the end goes for all of them.</summary>
internal sealed class LoadSession : IAsyncDisposable
{
    // As producers have it that set none: librdkafka's, and Java's since Kafka 4.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan CommittedEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ReviveEvery = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly WorkloadSettings _workload;
    private readonly LoadSystem _system;
    private readonly IReadOnlyList<TopicPartitionOffset> _events;
    private readonly IReadOnlyList<TopicPartitionOffset> _told;
    private readonly IRunObserver _observer;
    private readonly EventProducer _producer;
    private readonly LoadGenerator _generator;
    private readonly CommittedReader _committed;
    private readonly LatencyReader _latencies;
    private readonly ProcessWatch _processes;
    private readonly HistogramLog _log;
    private readonly Sampler _sampler;
    private readonly List<RunMark> _marks = [];

    private LoadSession(LoadSystem system, WorkloadSettings workload, IReadOnlyList<TopicPartitionOffset> events, IReadOnlyList<TopicPartitionOffset> told, string? histogram, IRunObserver observer)
    {
        (_system, _workload, _events, _told, _observer) = (system, workload, events, told, observer);
        Clock = new LoadClock();
        _producer = new EventProducer(system.Address, ChaosTopics.Events, Linger);
        _generator = new LoadGenerator(new EventSequence(workload), _producer, Clock);
        _committed = new CommittedReader(system.Address, system.Group, events, CommittedEvery);
        _latencies = new LatencyReader(system.Address, told, workload.Run, _generator, Clock);
        _processes = new ProcessWatch(system.Processes);
        _log = new HistogramLog(histogram, Clock);
        _sampler = new Sampler(_generator, _producer, _committed, _latencies, _processes, _log, Clock, observer.Sample);
    }

    public LoadClock Clock { get; }

    public long Sent => _generator.Sent;

    public long Judged => _committed.Judged;

    public long Lag => _sampler.Lag;

    public long Errors => _producer.Errors;

    public TimeSpan BehindMax => _generator.BehindMax;

    public IReadOnlyList<RunSample> Samples => _sampler.Samples;

    public IReadOnlyList<ProcessSeries> Processes => _processes.Series;

    public IReadOnlyList<RunMark> Marks
    {
        get
        {
            lock (_marks)
            {
                return [.. _marks];
            }
        }
    }

    /// <param name="histogram">The file for an HdrHistogram log; null where none is wanted.</param>
    public static async Task<LoadSession> BeginAsync(LoadSystem system, WorkloadSettings workload, string? histogram, IRunObserver observer)
    {
        var events = await LoadTopics.EndsAsync(system.Address, [ChaosTopics.Events]);
        var told = await LoadTopics.EndsAsync(system.Address, LoadTopics.Told(new Population(workload).Institutions));
        return new(system, workload, events, told, histogram, observer);
    }

    /// <summary>Returns when all of the schedule is sent. What is due before the warm-up is over does not count among the latencies.</summary>
    public async Task LoadAsync(Schedule schedule, TimeSpan warmUp, CancellationToken token)
    {
        var from = Clock.Seconds;
        _latencies.Begin(from + warmUp.TotalSeconds);
        foreach (var (second, name) in schedule.Names)
        {
            Mark(new(from + second, 0, name, false));
        }

        var load = _generator.RunAsync(schedule, token);
        while (!load.IsCompleted)
        {
            await Task.WhenAny(load, Task.Delay(ReviveEvery, token));
            await _system.ReviveAsync();
        }

        await load;
    }

    /// <summary>Since the last call or the beginning of the load, warm-up aside, in microseconds.</summary>
    public LongHistogram TakeLatencies() => _latencies.Begin(Clock.Seconds);

    /// <summary>Whether all that was sent is judged and committed before the lag has stood still for so long.</summary>
    public async Task<bool> CatchesUpAsync(TimeSpan standstillMax, CancellationToken token)
    {
        for (var (judged, movedAt) = (-1L, Clock.Seconds); Lag > 0; await Task.Delay(LookEvery, token))
        {
            await ThrowWhatFailedAsync();
            await _system.ReviveAsync();
            (judged, movedAt) = Judged > judged ? (Judged, Clock.Seconds) : (judged, movedAt);
            if (Clock.Seconds - movedAt > standstillMax.TotalSeconds)
            {
                return false;
            }
        }

        return true;
    }

    public void Mark(RunMark mark)
    {
        lock (_marks)
        {
            _marks.Add(mark);
        }

        _observer.Mark(mark);
    }

    /// <summary>After the load: no more samples, and the proof.</summary>
    public async Task<ProofSummary> FinishAsync(CancellationToken token)
    {
        await Task.Delay(Settle, token);
        await ThrowWhatFailedAsync();
        await _sampler.DisposeAsync();
        return await new Proof(_system.Address, _workload, _events, _told).FindAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        await _sampler.DisposeAsync();
        await _latencies.DisposeAsync();
        await _committed.DisposeAsync();
        _producer.Dispose();
        _log.Dispose();
    }

    private Task ThrowWhatFailedAsync() => _latencies.Loop is { IsFaulted: true } failed ? failed : Task.CompletedTask;
}
