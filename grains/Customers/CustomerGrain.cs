using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Orleans.Placement;

namespace Covenant.Grains.Customers;

/// <summary>The shell around one customer's state: finds the policy, passes over what was applied already, and calls the core.</summary>
[PreferLocalPlacement]
public sealed class CustomerGrain(AgreementBooks books, [PersistentState("customer", CustomerGrain.Storage)] IPersistentState<StoredCustomer> stored)
    : Grain, ICustomerGrain
{
    /// <summary>The name of the storage provider that keeps customers and institutions.</summary>
    public const string Storage = "covenant";

    private readonly Verdicts _verdicts = new();
    private CustomerState _customer = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.RecordExists)
        {
            _customer = CustomerState.Decode(stored.State.State);
        }

        return Task.CompletedTask;
    }

    public ValueTask<CustomerReply> Apply(CustomerBatch batch)
    {
        var institution = this.GetPrimaryKeyString().Split('/', 2)[0];
        if (books.Current.Find(institution) is not { } policy)
        {
            return ValueTask.FromResult(new CustomerReply([], null, 0, 0, []));
        }

        _verdicts.Clear();
        var mark = stored.State.Marks.GetValueOrDefault(batch.Partition, -1);
        foreach (var next in batch.Events)
        {
            if (next.Offset > mark)
            {
                _customer.Apply(policy, next.Event, new StreamPosition(batch.Topic, batch.Partition, next.Offset), next.Clock, _verdicts);
                stored.State.Marks[batch.Partition] = mark = next.Offset;
            }
        }

        _customer.Advance(policy, batch.Clock, _verdicts);
        return ValueTask.FromResult(new CustomerReply(
            [.. _verdicts.Violations], _customer.NextDue, _verdicts.Duplicates, _verdicts.Late, [.. _verdicts.Contributions]));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stored.State.State = _customer.Encode();
        return stored.WriteStateAsync(cancellationToken);
    }
}
