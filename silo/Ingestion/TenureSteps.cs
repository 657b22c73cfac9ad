using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Delivery;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// The steps of one tenure, a batch or what falls due by a clock: each is judged, handed on to be told, and then behind. For the tenure's
/// loop.
/// </summary>
internal sealed class TenureSteps(
    TopicPartition partition,
    StartingPoint start,
    PartitionParts parts,
    WaitingRecords waiting,
    PartitionClock clock,
    EventBatch batch,
    BatchJudge judge,
    PartitionOutput output,
    PartitionTeller teller,
    InstitutionLane institutions,
    TenureProgress progress,
    CancellationToken token)
{
    private readonly BatchBound _bound = new(parts.Ingestion.BatchRecordsMax);

    // Of what is judged again nothing is told until the tenure has caught up.
    private readonly List<StepRecord> _held = [];
    private Progress? _heldUpTo;

    /// <summary>Judges what waits, and then what falls due by it.</summary>
    /// <param name="border">The record with this offset, and those behind it, begin a batch of their own.</param>
    /// <returns>Why the tenure cannot go on; null where it can.</returns>
    public async Task<string?> TakeBatchAsync(long border)
    {
        var (to, header, outcome) = await JudgeBatchAsync(border);
        if (outcome.End is null)
        {
            outcome = to > start.Published ? await institutions.CountAtOnceAsync(header, outcome, token) : outcome;
            _held.AddRange(batch.Held);
            _held.AddRange(outcome.Held);
        }

        if (outcome.End is null && to > start.Published)
        {
            parts.Metrics.Events(batch.Events);
            parts.Metrics.KeyMismatches(batch.KeyMismatches);
            parts.Metrics.HeldBack(batch.HeldBack);
            _bound.Judged(batch.Records, await HandOnAsync(to, outcome, batch.DeadLetters));
        }

        if (outcome.End is null)
        {
            progress.ComeTo(to);
            await institutions.AddAsync(header, outcome.Contributions, token);
            outcome = await WakeTheRestAsync(outcome, header.Clock);
        }

        if (outcome.End is null)
        {
            progress.IsAtWork();
        }

        return outcome.End;
    }

    /// <summary>Decides what has fallen due by this clock while events have stopped.</summary>
    /// <inheritdoc cref="TakeBatchAsync"/>
    public async Task<string?> WakeAsync(EventTime now) => (await WakeTheRestAsync(await WakeStepAsync(now), now)).End;

    /// <summary>Asks for what the tenure before has decided by the wall clock and may not have told.</summary>
    /// <param name="dueBy">Whoever is due by then is asked.</param>
    /// <inheritdoc cref="TakeBatchAsync"/>
    public async Task<string?> AskAsync(EventTime dueBy)
    {
        progress.CatchUp();
        BatchOutcome outcome;
        do
        {
            var header = Header(clock.Log ?? EventTime.Epoch, progress.Now);
            outcome = await judge.WakeDueAsync(header, dueBy, token);
            await institutions.AddAsync(header, outcome.Contributions, token);
        }
        while (outcome.IsMoreDue);
        return outcome.End;
    }

    /// <summary>Comes to the end of the log, where nothing but markers and what was aborted stands between.</summary>
    public async Task ComeToEndAsync(long end)
    {
        var to = progress.At(end);
        if (!(to <= teller.Last))
        {
            await HandOnAsync(to, BatchOutcome.Nothing, []);
        }

        progress.ComeTo(to);
        progress.IsAtWork();
    }

    private async Task<(Progress To, BatchHeader Header, BatchOutcome Outcome)> JudgeBatchAsync(long border)
    {
        using var turn = await parts.Turns.TakeAsync(token);
        var to = progress.At(batch.Fill(waiting, _bound.Records, border) ?? progress.Now.Offset);
        clock.Stir();
        var begun = Stopwatch.GetTimestamp();
        using var span = Tracing.Batch(partition, batch.Records);
        var header = Header(clock.Log ?? EventTime.Epoch, to);
        var outcome = clock.Log is null ? BatchOutcome.Nothing : await judge.JudgeAsync(batch, header, token);
        parts.Metrics.Batches.Judged(partition, batch.Records, Stopwatch.GetElapsedTime(begun));
        return (to, header, outcome);
    }

    // What falls due by one step of the clock may be too much for one transaction: each further step is a wake.
    private async Task<BatchOutcome> WakeTheRestAsync(BatchOutcome outcome, EventTime now)
    {
        while (outcome is { IsMoreDue: true, End: null })
        {
            outcome = await WakeStepAsync(now);
        }

        return outcome;
    }

    private async Task<BatchOutcome> WakeStepAsync(EventTime now)
    {
        progress.CatchUp();

        // What the tenure before had decided by a later wake waits for that one's number.
        var to = Progress.Max(progress.Now.Next(), judge.NextWake(progress.Now) ?? default);
        var header = Header(now, to);
        var outcome = await judge.WakeDueAsync(header, now, token);
        if (outcome.End is null)
        {
            outcome = await institutions.CountAtOnceAsync(header, outcome, token);
            _held.AddRange(outcome.Held);
        }

        if (outcome.End is null && outcome.Violations.Count + outcome.Letters.Count > 0)
        {
            await HandOnAsync(to, outcome, []);
            progress.ComeTo(to);
        }

        if (outcome.End is null)
        {
            await institutions.AddAsync(header, outcome.Contributions, token);
        }

        return outcome;
    }

    /// <summary>Tells at once what is held and waits to be told; completes once it is.</summary>
    /// <exception cref="TimeoutException">It is handed on, and not told within <paramref name="patience"/>.</exception>
    public async Task TellHeldAsync(TimeSpan patience)
    {
        progress.CatchUp();
        if (_held.Count > 0)
        {
            var to = progress.Now.Next();
            await HandOnAsync(to, BatchOutcome.Nothing, []);
            progress.ComeTo(to);
        }

        if (_heldUpTo is { } last)
        {
            await output.ReachedAsync(last, token).WaitAsync(patience, token);
        }
    }

    /// <returns>How much there was to tell, in bytes.</returns>
    private async Task<long> HandOnAsync(Progress to, BatchOutcome outcome, IEnumerable<DeadLetter> deadLetters)
    {
        List<StepRecord> held = [.. _held];
        _heldUpTo = held.Count > 0 ? to : _heldUpTo;
        _held.Clear();
        return await teller.TellAsync(to, outcome.Violations, deadLetters.Concat(outcome.Letters), held, token, institutions.Beside(outcome.Contributions, to));
    }

    // Until it has caught up, a contribution that the tenure before has not told may lie below what that one published.
    public BatchHeader Header(EventTime by, Progress to) => new(
        partition.Topic, partition.Partition.Value, start.Row.Tenures, to, output.Published, by, parts.Silo,
        progress.IsCaughtUp && institutions.IsIdle ? null : institutions.Published, Reads: ReadsFormatAttribute.Now);
}
