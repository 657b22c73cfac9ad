using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Customers;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Grains.Institutions;

/// <summary>The shell around what one institution's limits over all its customers remember.</summary>
public sealed class InstitutionGrain(AgreementBooks books, [PersistentState("institution", CustomerGrain.Storage)] IPersistentState<StoredInstitution> stored)
    : Grain, IInstitutionGrain
{
    private readonly Verdicts _verdicts = new();
    private InstitutionState _institution = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.RecordExists)
        {
            _institution = InstitutionState.Decode(stored.State.State);
        }

        return Task.CompletedTask;
    }

    public ValueTask<InstitutionReply> Apply(InstitutionBatch batch)
    {
        if (books.Current.Find(this.GetPrimaryKeyString()) is not { } policy)
        {
            return ValueTask.FromResult(new InstitutionReply([]));
        }

        _verdicts.Clear();
        foreach (var contribution in batch.Contributions)
        {
            var partition = contribution.Position.Partition;
            if (contribution.Position.Offset > stored.State.Marks.GetValueOrDefault((partition, contribution.Definition), -1))
            {
                _institution.Apply(policy, contribution, _verdicts);
                stored.State.Marks[(partition, contribution.Definition)] = contribution.Position.Offset;
            }
        }

        return ValueTask.FromResult(new InstitutionReply([.. _verdicts.Violations]));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stored.State.State = _institution.Encode();
        return stored.WriteStateAsync(cancellationToken);
    }
}
