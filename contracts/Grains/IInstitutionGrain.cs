using Orleans.Concurrency;

namespace Covenant.Contracts.Grains;

/// <summary>What is measured over all customers of one institution; its key is the institution.</summary>
[Alias("covenant.institution")]
public interface IInstitutionGrain : IGrainWithStringKey
{
    /// <summary>Counts what one batch of one partition adds, in log order, and names the events that crossed a line.</summary>
    [Alias("apply")]
    ValueTask<InstitutionReply> Apply([Immutable] InstitutionBatch batch);
}
