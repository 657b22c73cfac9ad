using System.Threading.Channels;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Judges the records of one assigned partition, in order: takes what waits as one batch, has it judged, sends off what came of it, and takes the
/// next while the broker acknowledges. Owns its loop; the consumer offers records and asks what may be committed.
/// </summary>
internal sealed class PartitionProcessor : IAsyncDisposable
{
    private readonly Channel<IncomingRecord> _waiting;
    private readonly FirstOffsetBeforeGap _offsets = new();
    private readonly TimeProvider _wallClock;
    private readonly PartitionClock _clock;
    private readonly EventBatch _batch;
    private readonly BatchJudge _judge;
    private readonly RecordPublisher _publisher;
    private readonly DeadLetters _deadLetters;
    private readonly CovenantMetrics _metrics;
    private readonly IngestionOptions _options;
    private readonly ViolationRecords _records = new();
    private readonly SemaphoreSlim _unacknowledged;
    private readonly CancellationTokenSource _aborted = new();
    private readonly Task _loop;
    private long _lastOffset = -1;

    public PartitionProcessor(TopicPartition partition, PartitionParts parts)
    {
        (_publisher, _deadLetters, _metrics, _options) = (parts.Publisher, parts.DeadLetters, parts.Metrics, parts.Options);
        _waiting = Channel.CreateBounded<IncomingRecord>(new BoundedChannelOptions(_options.WaitingRecordsMax) { SingleReader = true, SingleWriter = true });
        _unacknowledged = new SemaphoreSlim(_options.UnacknowledgedBatchesMax);
        _wallClock = parts.Clock;
        _clock = new PartitionClock(_wallClock, _options.IdleAfter);
        _batch = new EventBatch(partition, _clock);
        _judge = new BatchJudge(partition.Topic, partition.Partition.Value, parts.Grains, parts.Books, _metrics, _options.GrainCallsMax);
        _loop = Task.Run(RunAsync);
        _ = _loop.ContinueWith(
            failed => parts.Exit.Fail($"partition {partition.Partition.Value} of `{partition.Topic}` stopped after offset {_lastOffset}: {failed.Exception!.GetBaseException().Message}"),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>The offset that may be committed; null where none may yet.</summary>
    public long? Committable => _offsets.Committable;

    public bool HasRoom => _waiting.Reader.Count <= _options.WaitingRecordsMax / 2;

    /// <summary>Takes the record, or waits for room as long as <see cref="IngestionOptions.PauseAfter"/> allows: the caller's thread is its own.</summary>
    /// <returns>False where there is none: pause the partition and offer it again later.</returns>
    public bool Offer(in IncomingRecord record) =>
        _waiting.Writer.TryWrite(record)
        || (_options.PauseAfter > TimeSpan.Zero && _waiting.Writer.WaitToWriteAsync(_aborted.Token).AsTask().Wait(_options.PauseAfter) && _waiting.Writer.TryWrite(record));

    /// <summary>Finishes what it has begun, for as long as <see cref="IngestionOptions.DrainTimeout"/> allows; what still waits goes to the partition's next owner.</summary>
    public async Task DrainAsync()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out _))
        {
        }

        using var timeout = new CancellationTokenSource(_options.DrainTimeout);
        await Task.WhenAny(FinishedAsync(timeout.Token), Task.Delay(Timeout.Infinite, timeout.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _aborted.CancelAsync();
        await ((Task)_loop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _records.Dispose();
        _aborted.Dispose();
    }

    private async Task FinishedAsync(CancellationToken token)
    {
        await _loop;
        for (var batches = 0; batches < _options.UnacknowledgedBatchesMax; batches++)
        {
            await _unacknowledged.WaitAsync(token);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                await TakeBatchAsync();
            }
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
        }
    }

    /// <returns>False once no more records come.</returns>
    private async ValueTask<bool> WaitAsync()
    {
        var next = _waiting.Reader.WaitToReadAsync(_aborted.Token);
        if (next.IsCompleted)
        {
            return await next;
        }

        for (var more = next.AsTask(); ;)
        {
            await ((Task)more).WaitAsync(_options.IdleAfter, _wallClock, _aborted.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (more.IsCompleted || _aborted.IsCancellationRequested)
            {
                return await more;
            }

            await WakeDueAsync();
        }
    }

    private async Task TakeBatchAsync()
    {
        _batch.Clear();
        for (var count = 0; count < _options.BatchRecordsMax && _waiting.Reader.TryRead(out var record); count++)
        {
            _batch.Add(record);
            _lastOffset = record.Offset;
        }

        if (_lastOffset < 0)
        {
            return;
        }

        _clock.Stir();
        _metrics.Events(_batch.Events);
        _metrics.KeyMismatches(_batch.KeyMismatches);
        var violations = _clock.Log is { } clock ? await _judge.JudgeAsync(_batch, clock) : [];
        await PublishAsync(violations, _batch.DeadLetters);
    }

    private async Task WakeDueAsync()
    {
        if (_clock.Now is { } now && await _judge.WakeDueAsync(now) is { Count: > 0 } violations)
        {
            await PublishAsync(violations, []);
        }
    }

    private async Task PublishAsync(List<Violation> violations, IReadOnlyList<DeadLetter> deadLetters)
    {
        await _unacknowledged.WaitAsync(_aborted.Token);
        var taken = _offsets.Take(_lastOffset);
        var acknowledgement = new Acknowledgement(() =>
        {
            _offsets.Acknowledge(taken);
            _unacknowledged.Release();
        });
        foreach (var letter in deadLetters)
        {
            await _deadLetters.PublishAsync(letter, acknowledgement, _aborted.Token);
        }

        foreach (var violation in violations)
        {
            await _publisher.PublishAsync(_records.ToRecord(violation), acknowledgement, _aborted.Token);
        }

        acknowledgement.AllExpected();
        var inShadow = violations.Count(violation => violation.Mode == ClauseMode.Shadow);
        _metrics.Violations(inShadow, "shadow");
        _metrics.Violations(violations.Count - inShadow, "enforce");
    }
}
