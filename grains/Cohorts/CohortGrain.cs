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
[PreferLocalPlacement, ReadsFormat]
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
    private readonly Dictionary<int, PartitionView> _partitions = [];
    private Cohort _cohort = new();
    private CohortOutbox _outbox = new();
    private CohortJudge _judge;

    // Why what is stored of the cohort cannot be read.
    private string? _unreadable;
    private int _callsFromElsewhere;
    private int _counted;

    public CohortGrain(AgreementBooks books, ResidentCustomers resident, [PersistentState("cohort", Storage)] IPersistentState<StoredCohort> stored, ILogger<CohortGrain> logger)
    {
        (_books, _resident, _logger) = (books, resident, logger);
        _durable = new DurableState<StoredCohort>(stored, Copy, DeactivateOnIdle);
        _judge = NewJudge();
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
        if (_unreadable is null && Judge(batch, partition) is { } failure)
        {
            return CohortReply.Nothing with { Failure = failure };
        }

        if ((_unreadable ?? _judge.Unreadable) is { } reason)
        {
            // The next call reads what storage has then.
            DeactivateOnIdle();
            header.RefuseWhereUnread(reason);
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
        var failure = _judge.Judge(batch, _books.Current, partition);
        if (failure is not null)
        {
            // The core may have stopped half-way through a change; what is in storage is whole.
            _durable.Abandon();
        }
        else if (_judge.Unreadable is null)
        {
            _durable.Changed();
        }

        return failure;
    }

    private void LetGo()
    {
        if (_unreadable is { } reason)
        {
            (_cohort, _outbox, _unreadable) = (new Cohort(), new CohortOutbox(), null);
            _judge = NewJudge();
            _partitions.Clear();
            _durable.Changed();
            Forgotten(Name, reason);
        }

        foreach (var (customer, why) in _cohort.ForgetUnreadable())
        {
            _judge.Unreadable = null;
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
        var ((violations, contributions, failures), due) = (_outbox.Answer(batch.Header), DueToIndex(batch, ViewOf(batch.Header.Partition)));
        return violations.Length + contributions.Length + failures.Length + _judge.Verdicts.Duplicates + _judge.Verdicts.Late == 0 && due is null && _judge.Verdicts.DraftFailure is null
            ? CohortReply.Nothing
            : new CohortReply(violations, contributions, due, _judge.Verdicts.Duplicates, _judge.Verdicts.Late, DraftFailure: _judge.Verdicts.DraftFailure, Failed: failures.Length == 0 ? null : failures);
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
            foreach (var claimed in stored.Violations)
            {
                // INVARIANT (tenures): the one that it was answered to has called, also where an activation before heard it.
                ViewOf(claimed.Partition).Tenure = Math.Max(ViewOf(claimed.Partition).Tenure, claimed.Tenure);
            }
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
        var stored = new StoredCohort
        {
            Customers = _cohort.Encode(),
            Marks = _partitions.Where(partition => partition.Value.Mark >= 0).ToDictionary(partition => partition.Key, partition => partition.Value.Mark),
        };
        _outbox.CopyTo(stored);
        return stored;
    }

    private CohortJudge NewJudge() => new(this.GetPrimaryKeyLong(), _cohort, _outbox, _logger);

    private string Name => string.Create(CultureInfo.InvariantCulture, $"cohort {this.GetPrimaryKeyLong()}");

    [LoggerMessage(2, LogLevel.Error, "the stored state of `{Customer}` cannot be read: {Reason}")]
    private partial void StateUnreadable(string customer, string reason);

    [LoggerMessage(4, LogLevel.Warning, "what is remembered of `{Customer}` was let go by an operator and is forgotten: {Reason}")]
    private partial void Forgotten(string customer, string reason);
}
