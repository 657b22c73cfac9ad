using System.Globalization;
using System.Runtime.InteropServices;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.Grains.Delivery;
using Covenant.Grains.Enforcement.Judging;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Covenant.Grains.Cohorts;

/// <summary>The shell around the state of a cohort's customers: finds the policy, passes over what was applied already, calls the core, and keeps what it decided until it is told.</summary>
[PreferLocalPlacement]
public sealed partial class CohortGrain : Grain, ICohortGrain
{
    /// <summary>The name of the storage provider that keeps cohorts and institutions.</summary>
    public const string Storage = "covenant";

    // A cohort whose customers come from partitions of several silos stays where it is.
    private const int MovesAfterCalls = 4;

    private readonly AgreementBooks _books;
    private readonly ILogger<CohortGrain> _logger;
    private readonly DurableState<StoredCohort> _durable;
    private readonly ResidentCustomers _resident;
    private readonly Verdicts _verdicts = new();
    private readonly List<Member> _called = [];
    private readonly Dictionary<int, PartitionView> _partitions = [];
    private Cohort _cohort = new();
    private CohortOutbox _outbox = new();

    // Why what is stored of the cohort, or of a customer that was called, cannot be read.
    private string? _unreadable;
    private string? _unreadableMember;
    private int _callsFromElsewhere;
    private int _counted;

    // Kept, so that the reads are not left out as useless.
    private long _fetched;

    public CohortGrain(AgreementBooks books, ResidentCustomers resident, [PersistentState("cohort", Storage)] IPersistentState<StoredCohort> stored, ILogger<CohortGrain> logger)
    {
        (_books, _resident, _logger) = (books, resident, logger);
        _durable = new DurableState<StoredCohort>(stored, Copy, DeactivateOnIdle);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _books.Loaded.WaitAsync(cancellationToken);
        var stored = _durable.Take();
        if (stored is { Customers.Length: 0 })
        {
            // What was handed over is not the state: one that was ever stored begins with its format.
            await _durable.ReadAsync();
            stored = _durable.Take();
        }

        if (stored is not null)
        {
            Restore(stored);
        }

        _resident.Arrived();
        _resident.Count(ref _counted, _cohort.Count);
    }

    public ValueTask<CohortReply> Apply(CohortBatch batch) =>
        Judge(batch) is { } unjudged ? new(unjudged) : _outbox.IsDecidedByClock ? ReplyStoredAsync(batch) : new(Reply(batch));

    public async ValueTask<CohortReply> Release(CohortBatch batch, bool isLetGo)
    {
        if (isLetGo)
        {
            LetGo();
        }

        return Judge(batch) ?? await ReplyStoredAsync(batch);
    }

    public async ValueTask<bool> Persist(int partition, long lastSent)
    {
        if (_durable.IsAbandoned || ViewOf(partition).Mark < lastSent)
        {
            return false;
        }

        await _durable.PersistAsync();
        return true;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _resident.Left();
        _resident.Count(ref _counted, 0);
        var isMigrating = reason.ReasonCode == DeactivationReasonCode.Migrating;

        // INVARIANT (unreadable): it is never written over, nor handed over as if it were nothing.
        return _unreadable is null ? _durable.CloseAsync(isMigrating) : isMigrating ? throw new InvalidOperationException(_unreadable) : Task.CompletedTask;
    }

    private PartitionView ViewOf(int partition)
    {
        ref var view = ref CollectionsMarshal.GetValueRefOrAddDefault(_partitions, partition, out _);
        return view ??= new PartitionView();
    }

    /// <returns>Why it is not judged; null where it is.</returns>
    private CohortReply? Judge(CohortBatch batch)
    {
        var header = batch.Header;
        var partition = ViewOf(header.Partition);
        if (_durable.IsAbandoned || partition.Mark < batch.LastSent || header.Tenure < partition.Tenure)
        {
            return CohortReply.Gap;
        }

        partition.Tenure = header.Tenure;
        _verdicts.Clear();
        if (_unreadable is null && Judge(batch, partition) is { } failure)
        {
            return CohortReply.Nothing with { Failure = failure };
        }

        if ((_unreadable ?? _unreadableMember) is { } reason)
        {
            // The next call reads what storage has then.
            DeactivateOnIdle();
            return CohortReply.Nothing with { Held = reason };
        }

        _resident.Count(ref _counted, _cohort.Count);
        if (_outbox.Claim(header))
        {
            _durable.Changed();
        }

        FollowHome(header.Home);
        return null;
    }

    private JudgeFailure? Judge(CohortBatch batch, PartitionView partition)
    {
        var (header, book, offset, customer) = (batch.Header, _books.Current, -1L, "");
        var events = batch.Events.Span;
        Call(events, book);
        if (_unreadableMember is not null)
        {
            return null;
        }

        try
        {
            _cohort.Bind(book);
            for (var index = 0; index < events.Length; index++)
            {
                ref readonly var next = ref events[index];
                offset = next.Offset;
                JudgeOne(_called[index], book, header, next, partition);
            }

            var last = offset;
            offset = -1;
            while (_cohort.TakeDue(header.Partition, header.Clock) is { } due)
            {
                customer = due.Key;
                Decide(book, header, due, last, batch.Undecidable);
            }

            _durable.Changed();
            if (_verdicts.DraftFailure is { } reason)
            {
                DraftFailed(this.GetPrimaryKeyLong(), reason);
            }

            return null;
        }
        catch (Exception failed)
        {
            // The core may have stopped half-way through a change; what is in storage is whole.
            JudgeFailed(this.GetPrimaryKeyLong(), offset, failed.ToString());
            _durable.Abandon();
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
            _called.Add(_cohort.Of(next.Event));
        }

        foreach (var member in _called)
        {
            _fetched += member.Prefetch();
            if (member.Thaw() is null)
            {
                Hold(member);
            }
        }
    }

    private void JudgeOne(Member member, AgreementBook book, BatchHeader header, in StreamEvent next, PartitionView partition)
    {
        if (next.Offset <= partition.Mark || member.Thaw() is not { } customer)
        {
            return;
        }

        customer.Apply(member.PolicyBy(book), next.Event, new StreamPosition(header.Topic, header.Partition, next.Offset), next.Admitted ?? next.Event.Time, next.Clock, _verdicts);
        _outbox.Keep(header, Progress.After(next.Offset), _verdicts);
        _cohort.Judged(member, header.Partition);
        partition.Mark = next.Offset;
    }

    private void Decide(AgreementBook book, BatchHeader header, Member due, long last, string[] undecidable)
    {
        if (due.Thaw() is not { } customer)
        {
            Hold(due);
        }
        else if (!undecidable.Contains(due.Key))
        {
            customer.Advance(due.PolicyBy(book), header.Clock, _verdicts);
            _outbox.Keep(header, header.Released is null ? header.ToldByClock : Progress.After(last), _verdicts);
            _cohort.Judged(due, header.Partition);
        }
    }

    private void Hold(Member member)
    {
        StateUnreadable(member.Key, member.Unreadable!);
        _unreadableMember ??= $"`{member.Key}`: {member.Unreadable}";
    }

    private void LetGo()
    {
        if (_unreadable is { } reason)
        {
            (_cohort, _outbox, _unreadable) = (new Cohort(), new CohortOutbox(), null);
            _partitions.Clear();
            _durable.Changed();
            Forgotten(Name, reason);
        }

        foreach (var (customer, why) in _cohort.ForgetUnreadable())
        {
            _unreadableMember = null;
            _durable.Changed();
            Forgotten(customer, why);
        }
    }

    // Nor is it answered later where storage does not take it now.
    private async ValueTask<CohortReply> ReplyStoredAsync(CohortBatch batch)
    {
        await _durable.PersistAsync();
        _outbox.IsDecidedByClock = false;
        return Reply(batch);
    }

    private CohortReply Reply(CohortBatch batch)
    {
        var ((violations, contributions), due) = (_outbox.Answer(batch.Header), DueToIndex(batch, ViewOf(batch.Header.Partition)));
        return violations.Length + contributions.Length + _verdicts.Duplicates + _verdicts.Late == 0 && due is null && _verdicts.DraftFailure is null
            ? CohortReply.Nothing
            : new CohortReply(violations, contributions, due, _verdicts.Duplicates, _verdicts.Late, DraftFailure: _verdicts.DraftFailure);
    }

    // The partition wakes the cohort at the earliest time it was told; a call without events is that waking, and uses the entry up.
    private EventTime? DueToIndex(CohortBatch batch, PartitionView partition)
    {
        partition.Indexed = batch.Events.Length > 0 ? partition.Indexed : null;
        var due = _cohort.NextDue(batch.Header.Partition);
        var isKnown = partition.Indexed is { } indexed && indexed.Tenure == batch.Header.Tenure && indexed.Due <= due;
        if (due is not { } next || isKnown)
        {
            return null;
        }

        partition.Indexed = (batch.Header.Tenure, next);
        return next;
    }

    private void FollowHome(SiloAddress home)
    {
        _callsFromElsewhere = home.Equals(GrainContext.Address.SiloAddress) ? 0 : _callsFromElsewhere + 1;
        if (_callsFromElsewhere >= MovesAfterCalls)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, home);
            this.MigrateOnIdle();
        }
    }

    private void Restore(StoredCohort stored)
    {
        try
        {
            if (stored.Unreadable is { } unreadable)
            {
                throw new InvalidDataException(unreadable);
            }

            _cohort.Restore(stored.Customers);
            foreach (var (partition, mark) in stored.Marks)
            {
                ViewOf(partition).Mark = mark;
            }

            _outbox.Restore(stored);
        }
        catch (Exception unreadable)
        {
            // Damaged bytes may lead anywhere; an activation that failed for them would fail all calls, and hold up its partitions.
            _unreadable = $"the stored state of the cohort cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}";
            _partitions.Clear();
            StateUnreadable(Name, unreadable.Message);
        }
    }

    private StoredCohort Copy()
    {
        var (violations, contributions) = _outbox.ToStore();
        return new()
        {
            Customers = _cohort.Encode(),
            Marks = _partitions.Where(partition => partition.Value.Mark >= 0).ToDictionary(partition => partition.Key, partition => partition.Value.Mark),
            Violations = violations,
            Contributions = contributions,
        };
    }

    private string Name => string.Create(CultureInfo.InvariantCulture, $"cohort {this.GetPrimaryKeyLong()}");

    [LoggerMessage(1, LogLevel.Error, "the judge failed on cohort {Cohort} at offset {Offset}: {Failed}")]
    private partial void JudgeFailed(long cohort, long offset, string failed);

    [LoggerMessage(3, LogLevel.Error, "judging a draft failed on cohort {Cohort}; the draft says nothing of these events, and what is in force is judged: {Reason}")]
    private partial void DraftFailed(long cohort, string reason);

    [LoggerMessage(2, LogLevel.Error, "the stored state of `{Customer}` cannot be read: {Reason}")]
    private partial void StateUnreadable(string customer, string reason);

    [LoggerMessage(4, LogLevel.Warning, "what is remembered of `{Customer}` was let go by an operator and is forgotten: {Reason}")]
    private partial void Forgotten(string customer, string reason);
}
