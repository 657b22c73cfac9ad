using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// One tenure of a partition: judges its records in order from the starting point on. Takes what waits as one batch, has it judged, hands on what is to be told,
/// and takes the next. Owns its loop; whatever it cannot deal with ends it, and the next tenure begins at the checkpoint.
/// </summary>
internal sealed class PartitionProcessor : IObservedTenure, IAsyncDisposable
{
    private static readonly TimeSpan LeftBehindAfter = TimeSpan.FromSeconds(5);

    // Further than the clocks of two silos may be apart: to wake a cohort too early is harmless.
    private static readonly TimeSpan ClocksApartMax = TimeSpan.FromMinutes(1);

    private readonly PartitionParts _parts;
    private readonly WaitingRecords _waiting;
    private readonly PartitionClock _clock;
    private readonly PartitionOutput _output;
    private readonly PartitionTeller _teller;
    private readonly InstitutionLane _institutions;
    private readonly TenureSteps _steps;
    private readonly HeldUnits _units;
    private readonly HeldRelease _release;
    private readonly Checkpointer _checkpoints;
    private readonly CancellationTokenSource _aborted = new();
    private readonly StartingPoint _start;
    private readonly WallClockTurn _turn;
    private readonly TenureProgress _progress;
    private readonly TenureWait _wait;
    private bool _isAsked;

    public PartitionProcessor(TopicPartition partition, StartingPoint start, JudgeFaults faults, ObservedPartition observed, PartitionParts parts)
    {
        (_start, _parts) = (start, parts);
        _turn = new WallClockTurn(partition, start, parts);
        var options = parts.Ingestion;
        _waiting = new WaitingRecords(options, () => parts.ShareOf(options.WaitingBytesMax), parts.Blocks);
        _clock = new PartitionClock(parts.Clock, options.IdleAfter, start.Times, start.Skews);
        _output = parts.OutputOf(partition, start.Published);
        _teller = new PartitionTeller(_output, parts, start.Published, start.IsCommitted);
        var grains = new CohortGrains(parts.Grains, parts.Cohorts);
        _units = new HeldUnits(partition.Partition.Value, start, parts.HeldMemory, parts.Clock);
        start.Row.Held = () => _units.ToStore(parts.HeldTopic.Last);
        _institutions = new InstitutionLane(start.Institutions, _output, grains, _units, parts, _aborted.Token);
        var writer = new CohortWriter(partition.Partition.Value, grains, parts.Checkpoint.WritesMax, TimeProvider.System, parts.Logger);
        var deadlines = parts.DeadlinesOf(partition, start);
        var untold = new UntoldViolations();
        _checkpoints = new Checkpointer(
            writer, deadlines, untold, start.Row, _output, _institutions, parts.Cohorts, start.Skews, parts.Owner, parts.Checkpoint, parts.Metrics.Checkpoints, TimeProvider.System, _aborted.Token);
        _progress = new TenureProgress(partition, new Progress(start.Checkpoint, start.Published.Wakes), start.Published, parts.Readiness);
        _wait = new TenureWait(_waiting, _checkpoints, parts, _aborted.Token);
        var batch = new EventBatch(partition, _clock, _units, parts.Cohorts, parts.Decoders, observed);
        var judge = new BatchJudge(partition, grains, _units, _checkpoints, deadlines, untold, faults, parts.Records, parts.Metrics, options.GrainCallsMax);
        _steps = new TenureSteps(partition, start, parts, _waiting, _clock, batch, judge, _output, _teller, _institutions, _progress, _aborted.Token);
        _release = new HeldRelease(partition, start, parts, _units, grains, faults, judge, deadlines, _steps, _progress, _output, _teller, _institutions, _aborted.Token);
        Ended = Task.Run(RunAsync);
    }

    /// <summary>Completes when the tenure is over: with the reason where it could not go on, null where it was asked to end.</summary>
    public Task<string?> Ended { get; }

    /// <summary>Once it has ended: the due dates that it could not read, where it was for that.</summary>
    public UnreadableChunkException? Unreadable { get; private set; }

    /// <inheritdoc cref="TenureProgress.IsCaughtUp"/>
    public bool IsCaughtUp => _progress.IsCaughtUp;

    /// <inheritdoc cref="StartingPoint.Row"/>
    public PartitionRow Row => _start.Row;

    public Progress Published => _output.Published;

    public Progress Judged => _progress.Now;

    public int WaitingRecords => _waiting.Count;

    public EventTime? Newest => _clock.Log;

    public TimeSpan CheckpointAge => _checkpoints.Age;

    /// <inheritdoc cref="Ingestion.WaitingRecords.HasRoom"/>
    public bool HasRoom => _waiting.HasRoom;

    /// <inheritdoc cref="Ingestion.WaitingRecords.Add"/>
    public bool Add(in IncomingRecord record, Func<bool> isAnotherIdle) => _waiting.Add(record, isAnotherIdle);

    /// <summary>Has everything stored at once, while judging goes on, so that there is little left to do when the partition is given back.</summary>
    public async Task PrepareReleaseAsync(TimeSpan timeout)
    {
        _checkpoints.Hurry();
        _wait.Nudge();
        await ((Task)_checkpoints.Hurried).WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Finishes the batch that it has begun, tells, stores, and gives the partition back, for as long as <paramref name="timeout"/> allows; what still waits goes to the partition's next owner.</summary>
    /// <returns>Whether it was given back; otherwise the next owner goes on from the checkpoint before, and ends what may be open of ours.</returns>
    public async Task<bool> ReleaseAsync(TimeSpan timeout)
    {
        _waiting.End();
        _aborted.CancelAfter(timeout);
        try
        {
            if (await Ended.WaitAsync(_aborted.Token) is not null || _aborted.IsCancellationRequested || !IsCaughtUp)
            {
                return false;
            }

            if (_output.Published < _progress.Now)
            {
                await _teller.TellPositionAsync(_progress.Now, _aborted.Token);
            }

            return await _checkpoints.ReleaseAsync(_progress.Now, _clock.Times) is null;
        }
        catch (Exception)
        {
            // Whatever it was, its next owner goes on from the checkpoint before; thrown on, it would end the consumer, which waits for this.
            return false;
        }
    }

    /// <summary>The partition is no longer ours: from now on nothing of it is told.</summary>
    public async ValueTask DisposeAsync()
    {
        _output.GiveUp();
        _institutions.GiveUp();
        _waiting.End();
        await _aborted.CancelAsync();

        // A call or a write that hangs is left behind: what comes of it is what comes of a silo that was frozen, and can be told and stored as little.
        Task over = Task.WhenAll(Ended, _checkpoints.Cycle, _institutions.Ended);
        await over.WaitAsync(LeftBehindAfter).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (over.IsCompleted)
        {
            _teller.Dispose();
            _institutions.Dispose();
            _aborted.Dispose();
        }
    }

    /// <summary>The log ends here for now: everything below was added.</summary>
    public void AtEnd(long offset)
    {
        _turn.AtEnd(offset);
        if (_waiting.IsEmpty)
        {
            _progress.IsAtWork();
        }

        _wait.Nudge();
    }

    private async Task<string?> RunAsync()
    {
        try
        {
            do
            {
                var end = await EndAtBorderAsync() ?? await AskWhereCaughtUpAsync() ?? (_waiting.TryPeek(out _) ? await _steps.TakeBatchAsync(NewsFrom) : await WakeDueAsync());
                if (end is not null)
                {
                    return end;
                }

                if (_isAsked)
                {
                    await _release.StepAsync();
                }
            }
            while (await _wait.NextAsync() && !_waiting.IsEnded);

            return null;
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failed)
        {
            // Whatever it was, what was done since the checkpoint is done again from there.
            Unreadable = failed as UnreadableChunkException;
            return Reason.Of(failed);
        }
        finally
        {
            _waiting.End();
            _units.End();
        }
    }

    /// <returns>Why the tenure cannot go on; null where it can.</returns>
    private async ValueTask<string?> EndAtBorderAsync()
    {
        if (_institutions.Ended.IsCompleted)
        {
            await _institutions.Ended;
        }

        if (_checkpoints.Cycle.IsCompleted && await _checkpoints.Cycle is { } lost)
        {
            return lost;
        }

        if (_checkpoints.IsDue)
        {
            _checkpoints.Begin(_progress.Now, _clock.Times);
        }

        return null;
    }

    // INVARIANT (end): read in this order. All below the end was offered before it was told, and was taken where nothing waits; after an
    // end of the tenure's own nothing is offered.
    private long? EndReached => _turn.End is >= 0 and var end && !_waiting.IsEnded && _waiting.IsEmpty ? end : null;

    private async Task<string?> WakeDueAsync()
    {
        // What stands below the end and is no record, a transaction's marker or what was aborted, is behind, too.
        if (EndReached is { } end && (_isAsked || end <= _start.Published.Offset))
        {
            await _steps.ComeToEndAsync(end);
        }

        // The clock is read before the log is asked for its end: what comes after may be late.
        if (!_clock.IsIdle || _clock.By(_parts.Topic.SeenAt) is not { } now || await _turn.AskAsync(_aborted.Token) is var answer && answer is WallClockTurn.Answer.NotYet || _waiting.TryPeek(out _))
        {
            return null;
        }

        if (answer is WallClockTurn.Answer.Never)
        {
            return "another silo has taken it up";
        }

        return await _steps.WakeAsync(now);
    }

    // The first record that no tenure has told of, while it matters.
    private long NewsFrom => _isAsked ? long.MaxValue : _start.Published.Offset;

    // The tenure before may have decided something by the wall clock, which moves no offset, and not have told it: before an offset moves beyond, it is asked for.
    private async Task<string?> AskWhereCaughtUpAsync()
    {
        if (_isAsked || !(IsCaughtUp || EndReached >= NewsFrom || (_waiting.TryPeek(out var record) && record.Offset >= NewsFrom)))
        {
            return null;
        }

        _isAsked = true;
        return await _steps.AskAsync(EventTime.From(_parts.Clock.GetUtcNow() + ClocksApartMax));
    }
}
