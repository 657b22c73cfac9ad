using Orleans.Concurrency;

namespace Covenant.Contracts.Grains;

/// <summary>What is measured over all customers of one institution; its key is the institution.</summary>
[Alias("covenant.institution")]
public interface IInstitutionGrain : IGrainWithStringKey
{
    /// <summary>Counts what one batch of one partition adds, in log order, and names the events that crossed a line.</summary>
    /// <remarks>What is counted hangs on the order in which partitions arrive, which no log tells, so it is in storage before it is answered. Batches may
    /// come while others wait for storage: each is counted at once and whole before it waits, and one write serves all that wait.</remarks>
    [Alias("apply"), AlwaysInterleave]
    ValueTask<InstitutionReply> Apply([Immutable] InstitutionBatch batch);

    /// <summary>Counts what was held, in log order, and answers all that is untold. Without contributions it asks whether the stored state can be read.</summary>
    /// <param name="isLetGo">An operator has given up what cannot be read: it is forgotten, and what was held is counted without.</param>
    [Alias("release")]
    ValueTask<InstitutionReply> Release([Immutable] InstitutionBatch batch, bool isLetGo);
}
