using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Microsoft.Extensions.Logging;

namespace Covenant.Grains.Cohorts;

/// <summary>Has the core judge a batch, customer by customer, and keeps what it decides.</summary>
internal sealed partial class CohortJudge(long number, Cohort cohort, CohortOutbox outbox, ILogger logger)
{
    // Where it is careful; the second time the event is given up.
    private const int TriesMax = 2;

    private readonly List<Member> _called = [];
    private readonly StateWriter _saver = new();

    // Kept, so that the reads are not left out as useless.
    private long _fetched;

    /// <summary>What the last batch came to besides what the outbox has.</summary>
    public Verdicts Verdicts { get; } = new();

    /// <summary>Why the memory of a customer that was called cannot be read, in a line; null where none was met.</summary>
    public string? Unreadable { get; set; }

    /// <returns>Why it could not go on, half-way through a change; null where it has judged all, or met a customer that cannot be read.</returns>
    public JudgeFailure? Judge(CohortBatch batch, AgreementBook book, PartitionView partition)
    {
        var (header, offset, customer) = (batch.Header, -1L, "");
        var events = batch.Events.Span;
        Verdicts.Clear();
        Call(events, book);
        if (Unreadable is not null)
        {
            return null;
        }

        try
        {
            cohort.Bind(book);
            for (var index = 0; index < events.Length; index++)
            {
                ref readonly var next = ref events[index];
                offset = next.Offset;
                JudgeOne(_called[index], book, header, next, partition, batch.IsCareful);
            }

            var last = offset;
            offset = -1;
            while (cohort.TakeDue(header.Partition, header.Clock) is { } due)
            {
                customer = due.Key;
                Decide(book, header, due, last, batch.Undecidable);
            }

            if (Verdicts.DraftFailure is { } reason)
            {
                DraftFailed(number, reason);
            }

            return null;
        }
        catch (Exception failed)
        {
            JudgeFailed(number, offset, failed.ToString());
            return new JudgeFailure(offset, failed.Message.ReplaceLineEndings(" "), customer);
        }
    }

    // A silo that does not know an institution yet fails the call, which is made again, and not the event.
    private void Call(ReadOnlySpan<StreamEvent> events, AgreementBook book)
    {
        _called.Clear();
        foreach (ref readonly var next in events)
        {
            _ = AgreementBooks.Of(book, next.Event.Institution);
            _called.Add(cohort.Of(next.Event));
        }

        foreach (var member in _called)
        {
            _fetched += member.Prefetch();
        }

        foreach (var member in _called)
        {
            Hold(member, isUnreadable: member.Thaw() is null);
        }
    }

    private void JudgeOne(Member member, AgreementBook book, BatchHeader header, in StreamEvent next, PartitionView partition, bool isCareful)
    {
        if (next.Offset <= partition.Mark)
        {
            return;
        }

        if (isCareful)
        {
            ApplyCarefully(member, book, header, next);
        }
        else
        {
            Apply(member, book, header, next);
        }

        partition.Mark = next.Offset;
    }

    private void Apply(Member member, AgreementBook book, BatchHeader header, in StreamEvent next)
    {
        if (member.Thaw() is { } customer)
        {
            customer.Apply(member.PolicyBy(book), next.Event, new StreamPosition(header.Topic, header.Partition, next.Offset), next.Admitted ?? next.Event.Time, next.Clock, Verdicts);
            outbox.Keep(header, Progress.After(next.Offset), Verdicts);
            cohort.Judged(member, header.Partition);
        }
    }

    private void ApplyCarefully(Member member, AgreementBook book, BatchHeader header, in StreamEvent next)
    {
        var before = member.Save(_saver);
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            try
            {
                Apply(member, book, header, next);
                return;
            }
            catch (Exception failed)
            {
                // The core may have stopped half-way through a change.
                member.GoBack(before);
                Verdicts.Violations.Clear();
                Verdicts.Contributions.Clear();
                if (tries == TriesMax)
                {
                    JudgeFailed(number, next.Offset, failed.ToString());
                    outbox.Fail(header, new JudgeFailure(next.Offset, failed.Message.ReplaceLineEndings(" "), member.Key));
                }
            }
        }
    }

    private void Decide(AgreementBook book, BatchHeader header, Member due, long last, string[] undecidable)
    {
        if (due.Thaw() is not { } customer)
        {
            Hold(due, isUnreadable: true);
        }
        else if (!undecidable.Contains(due.Key))
        {
            customer.Advance(due.PolicyBy(book), header.Clock, Verdicts);
            outbox.Keep(header, header.Released is null ? header.ToldByClock : Progress.After(last), Verdicts);
            cohort.Judged(due, header.Partition);
        }
    }

    private void Hold(Member member, bool isUnreadable)
    {
        if (isUnreadable)
        {
            StateUnreadable(member.Key, member.Unreadable!);
            Unreadable ??= $"`{member.Key}`: {member.Unreadable}";
        }
    }

    [LoggerMessage(1, LogLevel.Error, "the judge failed on cohort {Cohort} at offset {Offset}: {Failed}")]
    private partial void JudgeFailed(long cohort, long offset, string failed);

    [LoggerMessage(2, LogLevel.Error, "the stored state of `{Customer}` cannot be read: {Reason}")]
    private partial void StateUnreadable(string customer, string reason);

    [LoggerMessage(3, LogLevel.Error, "judging a draft failed on cohort {Cohort}; the draft says nothing of these events, and what is in force is judged: {Reason}")]
    private partial void DraftFailed(long cohort, string reason);
}
