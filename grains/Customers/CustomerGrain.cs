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

namespace Covenant.Grains.Customers;

/// <summary>The shell around one customer's state: finds the policy, passes over what was applied already, calls the core, and keeps what it decided until it is told.</summary>
[PreferLocalPlacement]
public sealed partial class CustomerGrain : Grain, ICustomerGrain
{
    /// <summary>The name of the storage provider that keeps customers and institutions.</summary>
    public const string Storage = "covenant";

    private readonly AgreementBooks _books;
    private readonly ILogger<CustomerGrain> _logger;
    private readonly DurableState<StoredCustomer> _durable;
    private readonly Verdicts _verdicts = new();
    private readonly Outbox<Violation> _violations = new();
    private readonly Outbox<Contribution> _contributions = new();
    private CustomerState _customer = new();
    private readonly Dictionary<int, long> _tenures = [];
    private Dictionary<int, long> _marks = [];
    private JudgeFailure? _unreadable;
    private bool _isDecidedByClock;
    private (long Tenure, EventTime Due)? _indexed;
    private string _institution = "";

    public CustomerGrain(AgreementBooks books, [PersistentState("customer", Storage)] IPersistentState<StoredCustomer> stored, ILogger<CustomerGrain> logger)
    {
        (_books, _logger) = (books, logger);
        _durable = new DurableState<StoredCustomer>(stored, Copy, DeactivateOnIdle);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _books.Loaded.WaitAsync(cancellationToken);
        _institution = this.GetPrimaryKeyString().Split('/', 2)[0];
        if (_durable.Take() is { } stored)
        {
            Restore(stored);
        }
    }

    public async ValueTask<CustomerReply> Apply(CustomerBatch batch)
    {
        var header = batch.Header;
        if (_unreadable is not null)
        {
            return CustomerReply.Nothing with { Failure = _unreadable };
        }

        if (_durable.IsAbandoned || Mark(header.Partition) < batch.LastSent || header.Tenure < _tenures.GetValueOrDefault(header.Partition))
        {
            return CustomerReply.Gap;
        }

        _tenures[header.Partition] = header.Tenure;
        _verdicts.Clear();
        if (Judge(_books.Of(_institution), batch) is { } failure)
        {
            return CustomerReply.Nothing with { Failure = failure };
        }

        _contributions.Claim(header);
        if (_violations.Claim(header))
        {
            _isDecidedByClock = true;
            _durable.Changed();
        }

        if (_isDecidedByClock)
        {
            // No log tells it again as it was; nor is it answered later where storage does not take it now.
            await _durable.PersistAsync();
            _isDecidedByClock = false;
        }

        FollowHome(header.Home);
        return Reply(batch);
    }

    public async ValueTask<bool> Persist(int partition, long lastSent)
    {
        if (_unreadable is null && (_durable.IsAbandoned || Mark(partition) < lastSent))
        {
            return false;
        }

        await _durable.PersistAsync();
        return true;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _durable.CloseAsync(isMigrating: reason.ReasonCode == DeactivationReasonCode.Migrating);

    private long Mark(int partition) => _marks.GetValueOrDefault(partition, -1);

    private JudgeFailure? Judge(Policy policy, CustomerBatch batch)
    {
        var (header, offset) = (batch.Header, -1L);
        try
        {
            foreach (var next in batch.Events)
            {
                offset = next.Offset;
                JudgeOne(policy, header, next);
            }

            offset = -1;
            _customer.Advance(policy, header.Clock, _verdicts);
            KeepUntold(header, header.ToldByClock);
            _durable.Changed();
            return null;
        }
        catch (Exception failed)
        {
            // The core may have stopped half-way through a change; what is in storage is whole.
            JudgeFailed(this.GetPrimaryKeyString(), offset, failed.ToString());
            _durable.Abandon();
            return new JudgeFailure(offset, failed.Message.ReplaceLineEndings(" "), IsStateUnreadable: false);
        }
    }

    private void JudgeOne(Policy policy, BatchHeader header, in StreamEvent next)
    {
        if (next.Offset <= Mark(header.Partition))
        {
            return;
        }

        _customer.Apply(policy, next.Event, new StreamPosition(header.Topic, header.Partition, next.Offset), next.Clock, _verdicts);
        KeepUntold(header, Progress.After(next.Offset));
        _marks[header.Partition] = next.Offset;
    }

    private void KeepUntold(BatchHeader header, Progress toldByRecord)
    {
        foreach (var violation in _verdicts.Violations)
        {
            if (violation.Form == ClauseForm.Oblige)
            {
                _isDecidedByClock = true;
                _violations.AddByClock(header, violation);
            }
            else
            {
                _violations.AddByRecord(header, toldByRecord, violation);
            }
        }

        foreach (var contribution in _verdicts.Contributions)
        {
            _contributions.AddByRecord(header, toldByRecord, contribution);
        }

        _verdicts.Violations.Clear();
        _verdicts.Contributions.Clear();
    }

    private CustomerReply Reply(CustomerBatch batch)
    {
        var (violations, contributions, due) = (_violations.Answer(batch.Header), _contributions.Answer(batch.Header), DueToIndex(batch));
        return violations.Length + contributions.Length + _verdicts.Duplicates + _verdicts.Late == 0 && due is null
            ? CustomerReply.Nothing
            : new CustomerReply(violations, contributions, due, _verdicts.Duplicates, _verdicts.Late);
    }

    // The partition wakes the customer at the earliest time it was told; a call without events is that waking, and uses the entry up.
    private EventTime? DueToIndex(CustomerBatch batch)
    {
        _indexed = batch.Events.Length > 0 ? _indexed : null;
        var due = _customer.NextDue;
        var isKnown = _indexed is { } indexed && indexed.Tenure == batch.Header.Tenure && indexed.Due <= due;
        if (due is not { } next || isKnown)
        {
            return null;
        }

        _indexed = (batch.Header.Tenure, next);
        return next;
    }

    private void FollowHome(SiloAddress home)
    {
        if (!home.Equals(GrainContext.Address.SiloAddress))
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, home);
            this.MigrateOnIdle();
        }
    }

    private void Restore(StoredCustomer stored)
    {
        try
        {
            _customer = CustomerState.Decode(stored.State);
            _marks = stored.Marks;
            _violations.Restore(stored.Violations);
            _contributions.Restore(stored.Contributions);
        }
        catch (InvalidDataException unreadable)
        {
            StateUnreadable(unreadable, this.GetPrimaryKeyString());
            _unreadable = new JudgeFailure(-1, $"the stored state of the customer cannot be read: {unreadable.Message}", IsStateUnreadable: true);
        }
    }

    private StoredCustomer Copy() => new()
    {
        State = _customer.Encode(),
        Marks = new Dictionary<int, long>(_marks),
        Violations = _violations.ToStore(),
        Contributions = _contributions.ToStore(),
    };

    [LoggerMessage(1, LogLevel.Error, "the judge failed on `{Customer}` at offset {Offset}: {Failed}")]
    private partial void JudgeFailed(string customer, long offset, string failed);

    [LoggerMessage(2, LogLevel.Error, "the stored state of `{Customer}` cannot be read")]
    private partial void StateUnreadable(Exception unreadable, string customer);
}
