using Confluent.Kafka;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Measuring;
using Covenant.LoadTests.Proving;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Drains;

/// <summary>Fills the topic, measures how fast the bare consumer reads it, starts silos, and measures how fast they catch up.</summary>
/// <param name="events">Records to fill it with.</param>
/// <param name="span">In event time, how long the stream lasts; it ends about now.</param>
internal sealed class DrainRun(SystemSettings settings, WorkloadSettings workload, long events, TimeSpan span, IRunObserver observer)
{
    private const int BarePasses = 2;

    private static readonly TimeSpan FillLinger = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan StandstillMax = TimeSpan.FromMinutes(2);

    // A transaction's last records become readable moments after its positions are committed.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly LoadClock _clock = new();
    private readonly List<RunSample> _samples = [];
    private readonly List<RunMark> _marks = [];
    private readonly CatchUp _catchUp = new(events);
    private ProcessWatch _processes = null!;
    private long _judged;

    public async Task<DrainOutcome> RunAsync(CancellationToken token)
    {
        Phase("starting broker and storage");
        await using var system = await LoadSystem.StartAsync(settings, workload, token);
        var eventEnds = await LoadTopics.EndsAsync(system.Address, [ChaosTopics.Events]);
        var toldEnds = await LoadTopics.EndsAsync(system.Address, LoadTopics.Told(new Population(workload).Institutions));
        Phase($"filling the topic with {events} events");
        var fillRate = await FillAsync(system.Address, token);
        var bare = await BareAsync(system.Address, eventEnds, token);
        _processes = new ProcessWatch(system.Processes);
        var began = _clock.Seconds;
        await using (var reader = new CommittedReader(system.Address, system.Group, eventEnds, LookEvery, Look))
        {
            Phase($"starting {settings.Silos} silo(s)");
            var started = system.StartSilosAsync(token);
            await WatchAsync(started, token);
            await started;
        }

        var seconds = _clock.Seconds - began;

        Phase("comparing what was told with the oracle");
        await Task.Delay(Settle, token);
        var proof = await new Proof(system.Address, workload, eventEnds, toldEnds).FindAsync(token);
        var (rate, cost) = _catchUp.Middle();
        return new(_clock.StartedAt, seconds, new(events, rate, bare, rate / bare, cost), proof, fillRate, _samples, _processes.Series, _marks, system.Surprises);
    }

    private Task<double> FillAsync(string address, CancellationToken token) => Task.Factory.StartNew(
        () =>
        {
            using var producer = new EventProducer(address, ChaosTopics.Events, FillLinger);
            var began = _clock.Seconds;
            new TimedEvents(workload, TimeProvider.System.GetUtcNow(), span, events).ForEach(producer.Send, token);
            producer.Flush();
            return events / (_clock.Seconds - began);
        },
        token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The better of them: the first finds a broker that has just begun to compile itself.
    private async Task<double> BareAsync(string address, IReadOnlyList<TopicPartitionOffset> starts, CancellationToken token)
    {
        var best = 0.0;
        for (var pass = 1; pass <= BarePasses; pass++)
        {
            Phase($"reading it with the bare consumer, pass {pass} of {BarePasses}");
            best = Math.Max(best, await BareConsumer.MeasureAsync(address, starts, events, token));
        }

        return best;
    }

    private void Look(long judged)
    {
        _catchUp.Note(_clock.Seconds, judged, _processes.ProcessorOfOthers);
        Interlocked.Exchange(ref _judged, judged);
    }

    private async Task WatchAsync(Task started, CancellationToken token)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (last, lastAt, movedAt) = (0L, _clock.Seconds, _clock.Seconds);
        while (last < events && !started.IsFaulted && await timer.WaitForNextTickAsync(token))
        {
            var (judged, at) = (Interlocked.Read(ref _judged), _clock.Seconds);
            movedAt = judged > last ? at : movedAt;
            if (at - movedAt > StandstillMax.TotalSeconds)
            {
                throw new InvalidOperationException($"the silos stood still at {judged} of {events} events for {StandstillMax.TotalSeconds} s");
            }

            _processes.Sample(at);
            _samples.Add(new(at, 0, 0, (judged - last) / (at - lastAt), 0, null, null, null, null, events - judged, 0, 0));
            observer.Sample(_samples[^1]);
            (last, lastAt) = (judged, at);
        }
    }

    private void Phase(string what)
    {
        observer.Phase(what);
        _marks.Add(new(_clock.Seconds, 0, what, false));
    }
}
