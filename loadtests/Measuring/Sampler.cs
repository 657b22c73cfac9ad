using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Measuring;

/// <summary>Takes a sample of all that is measured each second, until it is disposed of.</summary>
internal sealed class Sampler : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly LoadGenerator _generator;
    private readonly EventProducer _producer;
    private readonly CommittedReader _committed;
    private readonly LatencyReader _latencies;
    private readonly ProcessWatch _processes;
    private readonly HistogramLog _log;
    private readonly LoadClock _clock;
    private readonly Action<RunSample> _observe;
    private readonly List<RunSample> _samples = [];
    private readonly Task _loop;

    public Sampler(
        LoadGenerator generator, EventProducer producer, CommittedReader committed, LatencyReader latencies, ProcessWatch processes, HistogramLog log, LoadClock clock, Action<RunSample> observe)
    {
        (_generator, _producer, _committed, _latencies, _processes, _log, _clock, _observe) = (generator, producer, committed, latencies, processes, log, clock, observe);
        _loop = RunAsync();
    }

    /// <summary>Complete once this is disposed of.</summary>
    public IReadOnlyList<RunSample> Samples => _samples;

    /// <summary>Sent and not committed yet.</summary>
    public long Lag => Math.Max(0, _generator.Sent - _committed.Judged);

    public async ValueTask DisposeAsync()
    {
        if (!_loop.IsCompleted)
        {
            await _stopping.CancelAsync();
        }

        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every);
        var last = Now();
        _processes.Sample(last.At);
        while (!_stopping.IsCancellationRequested)
        {
            await ((Task)timer.WaitForNextTickAsync(_stopping.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = Now();
            if (now.At - last.At >= Every.TotalSeconds / 2)
            {
                _samples.Add(Between(last, now));
                _processes.Sample(now.At);
                _observe(_samples[^1]);
                last = now;
            }
        }
    }

    private RunSample Between(Reading last, Reading now)
    {
        var seconds = now.At - last.At;
        var latencies = _latencies.TakeSecond();
        _log.Add(latencies, last.At, now.At);
        var lag = Math.Max(0, now.Sent - now.Judged);
        return new(
            now.At, (now.Due - last.Due) / seconds, (now.Sent - last.Sent) / seconds, (now.Judged - last.Judged) / seconds, (now.Read - last.Read) / seconds,
            latencies.At(50), latencies.At(90), latencies.At(99), latencies.At(100), lag, lag == 0 ? 0 : Math.Max(0, now.At - _generator.DueAt(now.Judged)), _producer.Errors);
    }

    private Reading Now()
    {
        var at = _clock.Seconds;
        return new(at, _generator.DueBy(at), _generator.Sent, _committed.Judged, _latencies.Read);
    }

    private readonly record struct Reading(double At, long Due, long Sent, long Judged, long Read);
}
