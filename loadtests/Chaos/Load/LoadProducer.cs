using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Covenant.LoadTests.Chaos.Reading;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Workload;
using Covenant.Silo.Kafka;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>Sends the script at a rate, in its order and to the partitions it says, whatever happens to the broker meanwhile.</summary>
/// <param name="changes">Publishes the versions given, and waits until all silos know those that they must.</param>
internal sealed class LoadProducer(string address, EventScript script, Progress progress, Func<EventScript, CancellationToken, Task> changes) : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMinutes(2);

    // What waits while the broker is away; beyond it the load waits, too.
    private const int WaitingMax = 50_000;

    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
    {
        BootstrapServers = address,
        EnableIdempotence = true,
        MessageTimeoutMs = 0,
        LingerMs = 5,
        ReconnectBackoffMaxMs = 500,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(Action Change, TaskCompletionSource Done)> _changes = new();
    private volatile bool _isPaused;
    private Task _running = Task.CompletedTask;
    private long _acknowledged;
    private long _sent;
    private Error? _failed;

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Of those sent, the ones that the broker has not acknowledged yet.</summary>
    public long Unacknowledged => Sent - Interlocked.Read(ref _acknowledged);

    /// <summary>As many records each second, until <paramref name="stop"/>; then what ends the log, and all of it acknowledged.</summary>
    public async Task RunAsync(int rate, Func<bool> stop, CancellationToken token)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _stopping.Token);
        await (_running = SendAsync(rate, stop, linked.Token));
    }

    /// <summary>Sends nothing until <see cref="Resume"/>; returns when the broker has all that was sent.</summary>
    public async Task PauseAsync(CancellationToken token)
    {
        _isPaused = true;
        await BetweenRecordsAsync(() => { }, token);
        for (; Unacknowledged > 0; await Task.Delay(Tick, token))
        {
            Check();
        }
    }

    public void Resume() => _isPaused = false;

    /// <summary>Returns when it knows so many partitions, and may write to them.</summary>
    public async Task KnowsAsync(int partitions, CancellationToken token)
    {
        using var asked = new DependentAdminClientBuilder(_producer.Handle).Build();
        while (asked.GetMetadata(ChaosTopics.Events, FlushTimeout).Topics.Single().Partitions.Count < partitions)
        {
            await Task.Delay(Tick, token);
        }
    }

    /// <summary>Runs this where no record is being sent.</summary>
    public Task BetweenRecordsAsync(Action change, CancellationToken token)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _changes.Enqueue((change, done));
        return Task.WhenAny(done.Task, _running).Unwrap().WaitAsync(token);
    }

    /// <summary>Sends no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _producer.Dispose();
        _stopping.Dispose();
    }

    private async Task SendAsync(int rate, Func<bool> stop, CancellationToken token)
    {
        using var timer = new PeriodicTimer(Tick);
        var due = 0.0;
        var reminder = new BrokerReminder(_producer, address);
        for (var last = Stopwatch.GetTimestamp(); !stop() && await timer.WaitForNextTickAsync(token);)
        {
            reminder.NowAndThen();
            var now = Stopwatch.GetTimestamp();
            due = Math.Min(due + rate * Stopwatch.GetElapsedTime(last, now).TotalSeconds, rate);
            last = now;
            for (; due >= 1 && Unacknowledged < WaitingMax && (!_isPaused || script.IsMidway); due--)
            {
                Change();
                await SendNextAsync(token);
            }

            due = _isPaused ? Math.Min(due, 1) : due;
            Change();
            Check();
        }

        Finish(token);
    }

    // What belongs together is sent first.
    private void Change()
    {
        while (!script.IsMidway && _changes.TryDequeue(out var next))
        {
            next.Change();
            next.Done.SetResult();
        }
    }

    private async Task SendNextAsync(CancellationToken token)
    {
        var record = script.Next();
        await changes(script, token);
        Send(record);
    }

    private void Finish(CancellationToken token)
    {
        foreach (var record in script.Finish())
        {
            Send(record);
        }

        for (var waited = Stopwatch.StartNew(); _producer.Flush(Tick) > 0; token.ThrowIfCancellationRequested())
        {
            if (waited.Elapsed > FlushTimeout)
            {
                throw new InvalidOperationException($"{Unacknowledged} records of the load were not acknowledged within {FlushTimeout}");
            }
        }

        Check();
    }

    private void Send(ScriptedRecord record)
    {
        progress.Sent(record.Partition);
        Interlocked.Increment(ref _sent);
        _producer.Produce(
            new TopicPartition(ChaosTopics.Events, record.Partition),
            new Message<byte[], byte[]>
            {
                Key = Encoding.UTF8.GetBytes(record.Key),
                Value = record.Value,
                Headers = EventHeaders.Structured,
                Timestamp = new Timestamp(record.Timestamp.Ticks / TimeSpan.TicksPerMillisecond, TimestampType.CreateTime),
            },
            report =>
            {
                Interlocked.Increment(ref _acknowledged);
                _failed = report.Error.IsError ? report.Error : _failed;
            });
    }

    private void Check()
    {
        if (_failed is { } failed)
        {
            throw new InvalidOperationException($"the load could not be sent: {BrokerWords.Of(failed).Words}");
        }
    }
}
