using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has the grains judge a partition's batch: one call per customer, a bounded number at once, then one per institution that has something to add up.
/// Wakes the customers whose obligations fall due. One for each tenure.
/// </summary>
internal sealed class BatchJudge(
    TopicPartition partition, IGrainFactory grains, AgreementBooks books, Checkpointer checkpoints, PartitionDeadlines deadlines, UntoldViolations violations, JudgeFaults faults, RecordReader records, CovenantMetrics metrics, int callsMax)
{
    private readonly List<CustomerKey> _woken = [];
    private readonly List<(CustomerKey Customer, StreamEvent[] Events, Task<CustomerReply> Reply)> _calls = [];
    private readonly List<Contribution> _uncounted = [];
    private readonly List<DeadLetter> _unjudged = [];

    public async Task<BatchOutcome> JudgeAsync(EventBatch batch, BatchHeader header, CancellationToken token)
    {
        foreach (var (customer, events) in batch.ByCustomer)
        {
            await CallAsync(customer, [.. events], header);
        }

        return await CollectAsync(header, token) is { } end ? BatchOutcome.EndOf(end) : await WakeDueAsync(header, header.Clock, token);
    }

    /// <summary>Wakes the customers of whom something was due, decides what fell due by the header's clock, and takes what they have untold.</summary>
    /// <param name="dueBy">The clock by which they are woken.</param>
    public async Task<BatchOutcome> WakeDueAsync(BatchHeader header, EventTime dueBy, CancellationToken token)
    {
        violations.Published(header.Published);
        _woken.Clear();
        await deadlines.TakeDueAsync(institution => Watermark(institution, dueBy), dueBy, _woken);
        foreach (var customer in _woken.Where(customer => !faults.IsUnwakeable(customer)))
        {
            await CallAsync(customer, [], header);
        }

        return (await CollectAsync(header, token) ?? await AddUpAsync(header)) is { } end ? BatchOutcome.EndOf(end) : new BatchOutcome(violations.TakeUpTo(header.To), Unjudged());
    }

    // An institution whose documents were all withdrawn has nothing that could fall due.
    private EventTime Watermark(string institution, EventTime clock) =>
        books.Current.Find(institution) is { } policy ? new EventTime(Math.Max(0, clock.Ticks - policy.Tolerance)) : EventTime.Epoch;

    private async ValueTask CallAsync(CustomerKey customer, StreamEvent[] events, BatchHeader header)
    {
        if (_calls.Count >= callsMax)
        {
            await _calls[^callsMax].Reply;
        }

        var reply = grains.GetGrain<ICustomerGrain>(customer.ToString()).Apply(new CustomerBatch(header, checkpoints.LastSent(customer), events));
        _calls.Add((customer, events, reply.AsTask()));
    }

    /// <returns>Why the tenure cannot go on; null where it can.</returns>
    private async Task<string?> CollectAsync(BatchHeader header, CancellationToken token)
    {
        string? end = null;
        foreach (var (customer, events, call) in _calls)
        {
            var reply = await call;
            if (reply.IsGap)
            {
                end ??= $"customer `{customer}` lacks what was sent to it";
            }
            else if (reply.Failure is { } failure)
            {
                end = await FailAsync(customer, events, failure, token) ?? end;
            }
            else
            {
                Take(customer, events, reply, header);
            }
        }

        _calls.Clear();
        return end;
    }

    private void Take(CustomerKey customer, StreamEvent[] events, CustomerReply reply, BatchHeader header)
    {
        checkpoints.Touch(customer, Math.Max(checkpoints.LastSent(customer), events.Length > 0 ? events[^1].Offset : -1));
        if (reply.NextDue is { } due)
        {
            deadlines.Add(customer, due);
        }

        violations.Add(reply.Violations);
        _uncounted.AddRange(reply.Contributions.Select(untold => untold.What).Where(contribution => faults.InsteadOf(contribution.Position.Offset) is null));

        // What is judged again was counted when it was judged first.
        if (header.To > header.Published)
        {
            metrics.Duplicates(reply.Duplicates);
            metrics.Late(reply.Late);
        }
    }

    private async Task<string?> FailAsync(CustomerKey customer, StreamEvent[] events, JudgeFailure failure, CancellationToken token)
    {
        if (failure.IsStateUnreadable)
        {
            faults.Unreadable(customer, failure.Reason);
            _unjudged.AddRange(await records.FetchAsync(partition, events.Select(one => one.Offset), failure.Reason, token));
            return null;
        }

        if (events.Length == 0)
        {
            faults.DoNotWake(customer, failure.Reason);
            return $"the judge failed on what falls due for `{customer}`";
        }

        return await FailAsync(failure.Offset < 0 ? events[^1].Offset : failure.Offset, failure.Reason, token);
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
    private async Task<string?> AddUpAsync(BatchHeader header)
    {
        var covered = _uncounted.Where(contribution => contribution.Position.Offset < header.To.Offset).OrderBy(contribution => contribution.Position.Offset)
            .GroupBy(contribution => contribution.Event.Institution, StringComparer.Ordinal).ToList();
        _uncounted.RemoveAll(contribution => contribution.Position.Offset < header.To.Offset);
        var replies = covered.ConvertAll(institution => grains.GetGrain<IInstitutionGrain>(institution.Key).Apply(new InstitutionBatch(header, [.. institution])).AsTask());
        string? end = null;
        foreach (var reply in await Task.WhenAll(replies))
        {
            violations.Add(reply.Violations);
            end = reply.Failure is { } failure ? await FailAsync(failure.Offset, failure.Reason, CancellationToken.None) : end;
        }

        return end;
    }

    private List<DeadLetter> Unjudged()
    {
        List<DeadLetter> unjudged = [.. _unjudged];
        _unjudged.Clear();
        return unjudged;
    }
}
