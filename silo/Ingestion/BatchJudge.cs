using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has the grains judge a partition's batch: one call per cohort, a bounded number at once. Wakes the cohorts whose obligations fall due.
/// One for each tenure.
/// </summary>
internal sealed class BatchJudge(
    TopicPartition partition, CohortGrains grains, Checkpointer checkpoints, PartitionDeadlines deadlines, UntoldViolations violations, JudgeFaults faults, RecordReader records, CovenantMetrics metrics, int callsMax)
{
    private readonly List<int> _woken = [];
    private readonly List<CohortCall> _calls = [];
    private readonly List<Contribution> _uncounted = [];
    private readonly List<DeadLetter> _unjudged = [];

    public async Task<BatchOutcome> JudgeAsync(EventBatch batch, BatchHeader header, CancellationToken token)
    {
        foreach (var cohort in batch.Cohorts)
        {
            await CallAsync(cohort, batch.Of(cohort), header);
        }

        return await CollectAsync(header, token) is { } end ? BatchOutcome.EndOf(end) : await WakeDueAsync(header, header.Clock, token);
    }

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
                await CallAsync(cohort, default, header);
            }

            _woken.RemoveRange(0, together);
            if (await CollectAsync(header, token) is { } end)
            {
                return BatchOutcome.EndOf(end);
            }
        }

        return new BatchOutcome(violations.TakeUpTo(header.To), Unjudged(), ToCount(header), IsMoreDue: _woken.Count > 0);
    }

    /// <inheritdoc cref="UntoldViolations.NextWake"/>
    public Progress? NextWake(Progress at) => violations.NextWake(at);

    private async ValueTask CallAsync(int cohort, ReadOnlyMemory<StreamEvent> events, BatchHeader header)
    {
        if (_calls.Count >= callsMax)
        {
            await _calls[^callsMax].Reply;
        }

        var batch = new CohortBatch(header, checkpoints.LastSent(cohort), events, faults.Undecidable);
        _calls.Add(new CohortCall(cohort, events.IsEmpty ? -1 : events.Span[^1].Offset, grains.Cohort(cohort).Apply(batch).AsTask()));
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
            else if (reply.Failure is { } failure)
            {
                end = await FailAsync(failure, token) ?? end;
            }
            else
            {
                await TakeAsync(call, reply, header, token);
            }
        }

        _calls.Clear();
        return end;
    }

    private async ValueTask TakeAsync(CohortCall call, CohortReply reply, BatchHeader header, CancellationToken token)
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
        _uncounted.AddRange(reply.Contributions.Select(untold => untold.What).Where(contribution => faults.InsteadOf(contribution.Position.Offset) is null));
        if (reply.Unjudged is { } unjudged)
        {
            await LeaveUnjudgedAsync(unjudged, token);
        }

        // What is judged again was counted when it was judged first.
        if (header.To > header.Published)
        {
            metrics.Duplicates(reply.Duplicates);
            metrics.Late(reply.Late);
        }
    }

    private async Task LeaveUnjudgedAsync(UnjudgedEvent[] unjudged, CancellationToken token)
    {
        foreach (var same in unjudged.GroupBy(one => (one.Customer, one.Reason)))
        {
            faults.Unreadable(same.Key.Customer, same.Key.Reason);
            _unjudged.AddRange(await records.FetchAsync(partition, same.Select(one => one.Offset).Where(offset => offset >= 0), same.Key.Reason, token));
        }
    }

    private async Task<string?> FailAsync(JudgeFailure failure, CancellationToken token)
    {
        if (failure.Offset >= 0)
        {
            return await FailAsync(failure.Offset, failure.Reason, token);
        }

        faults.DoNotDecide(failure.Customer, failure.Reason);
        return $"the judge failed on what falls due for `{failure.Customer}`";
    }

    private async Task<string> FailAsync(long offset, string reason, CancellationToken token)
    {
        if (faults.IsSuspect(offset))
        {
            faults.GiveUp((await records.FetchAsync(partition, [offset], reason, token)).Single());
        }
        else
        {
            faults.Suspect(offset);
        }

        return $"the judge failed at offset {offset}";
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

    private List<DeadLetter> Unjudged()
    {
        List<DeadLetter> unjudged = [.. _unjudged];
        _unjudged.Clear();
        return unjudged;
    }

    /// <param name="Last">The last offset that it carries; -1 = none.</param>
    private readonly record struct CohortCall(int Cohort, long Last, Task<CohortReply> Reply);
}
