using Confluent.Kafka;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Hosting;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>A partition that the group gave this silo: its tenures, one after the other, each begun by a recovery. For the consumer's thread.</summary>
internal sealed partial class AssignedPartition(TopicPartition partition, PartitionRecovery recovery, PartitionParts parts, Action attention, ILogger<EventConsumer> logger) : IAsyncDisposable
{
    private static readonly TimeSpan RestartAfterMin = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RestartAfterMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(30);

    // What holds it may end without a word.
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private readonly JudgeFaults _faults = new(parts.Degradations);
    private Task<StartingPoint>? _recovery;
    private TimeSpan _restartAfter = TimeSpan.Zero;
    private string? _said;
    private long _saidAt;
    private UnreadableChunkException? _unreadable;
    private Task<(long Start, long End)>? _looked;
    private Task _released = Task.CompletedTask;
    private Task _tenureBefore = Task.CompletedTask;

    public TopicPartition Partition { get; } = partition;

    public ObservedPartition Observed { get; } = parts.Metrics.Partitions.Add(partition);

    /// <summary>The tenure; null while it is being recovered.</summary>
    public PartitionProcessor? Processor { get; private set; }

    /// <summary>The number after the last record that was offered to the tenure, or that is no record.</summary>
    public long Next { get; private set; }

    /// <summary>The consumer reads no further here, until the other partitions have come so far.</summary>
    public bool IsAtLimit { get; set; }

    public bool IsRecovering => _recovery is not null;

    /// <summary>The consumer has lost its place: what it stood at is not in the log any more.</summary>
    public bool IsLost => _looked is not null;

    /// <summary>A record, or the log's end, was offered.</summary>
    public void ComeTo(long next)
    {
        Next = Math.Max(Next, next);
        if (Processor is { } tenure)
        {
            tenure.Row.LogEnd = Math.Max(Observed.LogEnd, Next);
        }
    }

    /// <summary>Where what the consumer stood at is gone: asks where the log begins and ends now.</summary>
    public void Lose()
    {
        if (_looked is null)
        {
            _looked = Task.Run(() => (parts.Positions.StartOf(Partition), parts.Positions.EndOf(Partition)));
            _ = _looked.ContinueWith(_ => attention(), TaskScheduler.Default);
        }
    }

    /// <summary>
    /// From where the consumer is to go on after it lost its place; null where that is not known yet, or no tenure is there to go on.
    /// </summary>
    public long? Regain()
    {
        if (_looked is not { IsCompleted: true } looked || Processor is not { } tenure)
        {
            return null;
        }

        _looked = null;
        if (!looked.IsCompletedSuccessfully)
        {
            Lose();
            return null;
        }

        if (Next > looked.Result.End)
        {
            // The log is another one, or lost its end: what was judged is told and stored, and the recovery says what comes then.
            _looked = looked;
            if (_released.IsCompleted)
            {
                _released = tenure.ReleaseAsync(parts.Ingestion.DrainTimeout);
                _ = _released.ContinueWith(_ => attention(), TaskScheduler.Default);
            }

            return null;
        }

        if (Next < looked.Result.Start)
        {
            parts.Skipped.Add(Partition, tenure.Row, Next, looked.Result.Start - 1, SkipReason.Deleted);
        }

        return Next = Math.Max(Next, looked.Result.Start);
    }

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
            Fails(_recovery.Exception);
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
            Observed.Life = start.Row.Life;
            Observed.Tenure = Processor = new PartitionProcessor(Partition, start, _faults, Observed, parts);
            (Next, _looked) = (start.Checkpoint, null);
            parts.Held.LetGo(Partition);
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
        if (Processor is not { Ended.IsCompleted: true } over || !_released.IsCompleted)
        {
            return;
        }

        if (over.IsCaughtUp)
        {
            _restartAfter = TimeSpan.Zero;
        }

        parts.Readiness.Recovers(Partition);
        _unreadable = over.Unreadable;
        Restarts(over.Ended.Result ?? "it was asked to end");
        _tenureBefore = over.DisposeAsync().AsTask();
        Processor = null;
    }

    // Where storage hangs the tenure before takes its time to end, which the consumer's thread, and so the other partitions, do not wait for.
    private async Task<StartingPoint> RecoverAsync(Task tenureBefore)
    {
        await tenureBefore;
        await Task.Delay(_restartAfter, _gone.Token);
        await LookAsync();
        return await recovery.RecoverAsync(Partition, _gone.Token);
    }

    // Before another tenure begins, which would come to the same due dates again.
    private async Task LookAsync()
    {
        try
        {
            await (_unreadable?.LookAsync() ?? Task.CompletedTask);
            _unreadable = null;
        }
        catch (UnreadableChunkException still)
        {
            throw HeldException.OfDueDates(still);
        }
    }

    private void Fails(AggregateException? failed)
    {
        if (failed?.GetBaseException() is HeldException held)
        {
            _restartAfter = HeldFor;
            if (parts.Held.Hold(Partition, held.Message))
            {
                IsHeld(Partition.Partition.Value, held.Message);
            }
        }
        else
        {
            Restarts(failed is null ? "its recovery was cancelled" : Reason.Of(failed));
        }
    }

    private void Restarts(string reason)
    {
        _restartAfter = _restartAfter == TimeSpan.Zero ? RestartAfterMin : TimeSpan.FromTicks(Math.Min(_restartAfter.Ticks * 2, RestartAfterMax.Ticks));
        if (reason != _said || parts.Clock.GetElapsedTime(_saidAt) >= SayAgainAfter)
        {
            (_said, _saidAt) = (reason, parts.Clock.GetTimestamp());
            GoesBack(Partition.Partition.Value, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "partition {Partition} goes back to its checkpoint: {Reason}")]
    private partial void GoesBack(int partition, string reason);

    [LoggerMessage(2, LogLevel.Error, "partition {Partition} is held: {Reason}")]
    private partial void IsHeld(int partition, string reason);
}
