using Confluent.Kafka;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Hosting;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>A partition that the group gave this silo: its tenures, one after the other, each begun by a recovery. For the consumer's thread.</summary>
internal sealed partial class AssignedPartition(TopicPartition partition, PartitionRecovery recovery, PartitionParts parts, Action attention, ILogger<EventConsumer> logger) : IAsyncDisposable
{
    private static readonly TimeSpan RestartAfterMin = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RestartAfterMax = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _gone = new();
    private readonly JudgeFaults _faults = new(parts.Degradations);
    private Task<StartingPoint>? _recovery;
    private TimeSpan _restartAfter = TimeSpan.Zero;
    private string? _said;
    private Task _tenureBefore = Task.CompletedTask;

    public TopicPartition Partition { get; } = partition;

    public ObservedPartition Observed { get; } = parts.Metrics.Partitions.Add(partition);

    /// <summary>The tenure; null while it is being recovered.</summary>
    public PartitionProcessor? Processor { get; private set; }

    /// <summary>Where the consumer is to go on from, once a tenure may begin; begins one recovery after the other until then.</summary>
    public StartingPoint? Advance()
    {
        EndTenure();
        if (Processor is not null)
        {
            return null;
        }

        if (_recovery is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            Restarts(_recovery.Exception is { } failed ? Reason.Of(failed) : "its recovery was cancelled");
            _recovery = null;
        }

        if (_recovery is null)
        {
            _recovery = RecoverAsync(_tenureBefore);

            // INVARIANT (no partition forgotten): attention is asked for once the recovery is over, and not by its own last step, after which it may still look unfinished.
            _ = _recovery.ContinueWith(_ => attention(), TaskScheduler.Default);
        }

        return _recovery.IsCompletedSuccessfully ? _recovery.Result : null;
    }

    /// <summary>The consumer stands where the tenure begins.</summary>
    /// <returns>Whether it began; where what is stored of the partition cannot be read, another recovery follows.</returns>
    public bool TryBegin(StartingPoint start)
    {
        _recovery = null;
        try
        {
            Observed.Tenure = Processor = new PartitionProcessor(Partition, start, _faults, Observed, parts);
        }
        catch (Exception unreadable)
        {
            Restarts(Reason.Of(unreadable));
            parts.Degradations.Add($"partition {Partition.Partition.Value} cannot be judged: {Reason.Of(unreadable)}");
            attention();
            return false;
        }

        _ = Processor.Ended.ContinueWith(_ => attention(), TaskScheduler.Default);
        return true;
    }

    /// <returns>Whether it was given back.</returns>
    public Task<bool> ReleaseAsync(TimeSpan timeout) => Processor?.ReleaseAsync(timeout) ?? Task.FromResult(false);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (Processor is not null)
        {
            await Processor.DisposeAsync();
        }

        if (_recovery is not null)
        {
            await ((Task)_recovery).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _gone.Dispose();
    }

    private void EndTenure()
    {
        if (Processor is not { Ended.IsCompleted: true } over)
        {
            return;
        }

        if (over.IsCaughtUp)
        {
            _restartAfter = TimeSpan.Zero;
        }

        parts.Readiness.Recovers(Partition);
        Restarts(over.Ended.Result ?? "it was asked to end");
        _tenureBefore = over.DisposeAsync().AsTask();
        Processor = null;
    }

    // Where storage hangs the tenure before takes its time to end, which the consumer's thread, and so the other partitions, do not wait for.
    private async Task<StartingPoint> RecoverAsync(Task tenureBefore)
    {
        await tenureBefore;
        await Task.Delay(_restartAfter, _gone.Token);
        return await recovery.RecoverAsync(Partition, _gone.Token);
    }

    private void Restarts(string reason)
    {
        _restartAfter = _restartAfter == TimeSpan.Zero ? RestartAfterMin : TimeSpan.FromTicks(Math.Min(_restartAfter.Ticks * 2, RestartAfterMax.Ticks));
        if (reason != _said)
        {
            _said = reason;
            GoesBack(Partition.Partition.Value, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "partition {Partition} goes back to its checkpoint: {Reason}")]
    private partial void GoesBack(int partition, string reason);
}
