using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has the grains judge a partition's batch: one call per cohort, a bounded number at once. Wakes the cohorts whose obligations fall due.
/// One for each tenure.
/// </summary>
internal sealed class BatchJudge(
    TopicPartition partition, CohortGrains grains, HeldUnits units, Checkpointer checkpoints, PartitionDeadlines deadlines, UntoldViolations violations, JudgeFaults faults, RecordReader records, CovenantMetrics metrics, int callsMax)
{
    private readonly List<int> _woken = [];
    private readonly List<CohortCall> _calls = [];
    private readonly List<Contribution> _uncounted = [];
    private readonly List<StepRecord> _held = [];
    private readonly List<Untold<JudgeFailure>> _failed = [];

    public async Task<BatchOutcome> JudgeAsync(EventBatch batch, BatchHeader header, CancellationToken token)
    {
        foreach (var cohort in batch.Cohorts)
        {
            await CallAsync(cohort, batch.Of(cohort), header);
        }

        return await CollectAsync(header, token) is { } end ? BatchOutcome.EndOf(end) : await WakeDueAsync(header, header.Clock, token);
    }

    /// <summary>It is woken with what falls due next.</summary>
    public void Wake(int cohort) => _woken.Add(cohort);

    /// <summary>
    /// Wakes cohorts of which something was due, decides what fell due by the header's clock, and takes what they have untold. Where they
    /// decide more than a transaction takes, the rest of
    /// them is left for another step, which must follow before anything else.
    /// </summary>
    /// <param name="dueBy">The clock by which they are woken.</param>
    public async Task<BatchOutcome> WakeDueAsync(BatchHeader header, EventTime dueBy, CancellationToken token)
    {
        violations.Published(header.Published);
        if (_woken.Count == 0)
        {
            await deadlines.TakeDueAsync(dueBy, _woken);
            metrics.Batches.Woken(_woken.Count);
        }

        var before = violations.Count;
        while (_woken.Count > 0 && violations.Count - before < TransactionBounds.RecordsMax)
        {
            var together = Math.Min(callsMax, _woken.Count);
            foreach (var cohort in _woken.Take(together))
            {
                if (units.Contains(HeldUnit.OfCohort(cohort)))
                {
                    // Whoever has the partition when it can be read again is to ask it.
                    deadlines.Add(cohort, dueBy);
                }
                else
                {
                    await CallAsync(cohort, default, header);
                }
            }

            _woken.RemoveRange(0, together);
            if (await CollectAsync(header, token) is { } end)
            {
                return BatchOutcome.EndOf(end);
            }
        }

        return new BatchOutcome(violations.TakeUpTo(header.To), await LettersAsync(header, token), ToCount(header), Held(), IsMoreDue: _woken.Count > 0);
    }

    /// <inheritdoc cref="UntoldViolations.NextWake"/>
    public Progress? NextWake(Progress at) => violations.NextWake(at);

    private async ValueTask CallAsync(int cohort, ReadOnlyMemory<StreamEvent> events, BatchHeader header)
    {
        if (_calls.Count >= callsMax)
        {
            await _calls[^callsMax].Reply;
        }

        var batch = new CohortBatch(header, checkpoints.LastSent(cohort), events, faults.Undecidable, faults.IsCareful);
        _calls.Add(new CohortCall(cohort, events, grains.Cohort(cohort).Apply(batch).AsTask()));
        metrics.Batches.Called(events.Length);
    }

    /// <returns>Why the tenure cannot go on; null where it can.</returns>
    private async Task<string?> CollectAsync(BatchHeader header, CancellationToken token)
    {
        string? end = null;
        foreach (var call in _calls)
        {
            var reply = await call.Reply;
            if (reply.IsGap)
            {
                end ??= $"cohort {call.Cohort} lacks what was sent to it";
            }
            else if ((reply.Held ?? reply.Unjudged?[0].Reason) is { } unreadable)
            {
                end = await HoldAsync(call, unreadable, header, token) ?? end;
            }
            else if (reply.Failure is { } failure)
            {
                end = Fail(failure);
            }
            else
            {
                Take(call, reply, header);
            }
        }

        _calls.Clear();
        return end;
    }

    private void Take(CohortCall call, CohortReply reply, BatchHeader header)
    {
        checkpoints.Touch(call.Cohort, Math.Max(checkpoints.LastSent(call.Cohort), call.Last));
        if (ReferenceEquals(reply, CohortReply.Nothing))
        {
            return;
        }

        if (reply.NextDue is { } due)
        {
            deadlines.Add(call.Cohort, due);
        }

        faults.DraftFailed(reply.DraftFailure);
        violations.Add(reply.Violations);
        _uncounted.AddRange(reply.Contributions.Select(untold => untold.What with { Cohort = call.Cohort }));
        _failed.AddRange(reply.Failed ?? []);

        // What is judged again was counted when it was judged first.
        if (header.To > header.Published)
        {
            metrics.Duplicates(reply.Duplicates);
            metrics.Late(reply.Late);
        }
    }

    // INVARIANT (held from the checkpoint on): a cohort that cannot be read may lack what was sent to it since the checkpoint. So what it was
    // sent in this tenure is held too, which is this batch's, or the tenure begins anew.
    private async Task<string?> HoldAsync(CohortCall call, string reason, BatchHeader header, CancellationToken token)
    {
        if (checkpoints.LastSent(call.Cohort) >= 0)
        {
            return $"cohort {call.Cohort} is held from the checkpoint on: {reason}";
        }

        var unit = HeldUnit.OfCohort(call.Cohort);
        units.Hold(unit, reason);
        deadlines.Add(call.Cohort, header.Clock);
        var events = call.Events.ToArray();
        var read = events.Length == 0 ? [] : await records.ReadAsync(partition, events.Select(next => next.Offset), token);
        foreach (var (next, (_, record)) in events.Zip(read))
        {
            var stamp = record is null ? null : IncomingRecord.TimestampOf(record.Timestamp);
            var held = HeldRecord.Of(
                unit, partition.Partition.Value, next.Offset, record?.Value ?? [], record?.Headers, stamp, next.Admitted ?? next.Event.Time, next.Clock, next.Event);
            if (units.Put(held) is { } step)
            {
                _held.Add(step);
            }
        }

        return null;
    }

    // What the cohort was sent since the checkpoint is judged again, and more carefully.
    private string Fail(JudgeFailure failure)
    {
        if (failure.Offset < 0)
        {
            faults.DoNotDecide(failure.Customer, failure.Reason);
            return $"the judge failed on what falls due for `{failure.Customer}`";
        }

        faults.BeCareful();
        return $"the judge failed at offset {failure.Offset}";
    }

    private async Task<List<DeadLetter>> LettersAsync(BatchHeader header, CancellationToken token)
    {
        if (_failed.Count == 0)
        {
            return [];
        }

        var failed = _failed.FindAll(untold => untold.Until <= header.To).Select(untold => untold.What).DistinctBy(failure => failure.Offset).OrderBy(failure => failure.Offset).ToList();
        _failed.RemoveAll(untold => untold.Until <= header.To);
        var letters = failed.Count == 0 ? [] : await records.FetchAsync(partition, failed, token);
        letters.ForEach(faults.GiveUp);
        return letters;
    }

    // A grain that is ahead of the partition tells of records that the partition has not come to; they wait, for the institution counts in the order of the log.
    private List<Contribution> ToCount(BatchHeader header)
    {
        if (_uncounted.Count == 0)
        {
            return [];
        }

        List<Contribution> covered = [.. _uncounted.Where(contribution => contribution.Position.Offset < header.To.Offset).OrderBy(contribution => contribution.Position.Offset)];
        _uncounted.RemoveAll(contribution => contribution.Position.Offset < header.To.Offset);
        return covered;
    }

    private List<StepRecord> Held()
    {
        List<StepRecord> held = [.. _held];
        _held.Clear();
        return held;
    }

    private readonly record struct CohortCall(int Cohort, ReadOnlyMemory<StreamEvent> Events, Task<CohortReply> Reply)
    {
        /// <summary>The last offset that it carries; -1 = none.</summary>
        public long Last => Events.IsEmpty ? -1 : Events.Span[^1].Offset;
    }
}
