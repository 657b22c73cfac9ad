using Orleans.Concurrency;

namespace Covenant.Contracts.Grains;

/// <summary>Customers that are judged and stored together: those whose keys have the same hash modulo the number of cohorts. Its key is that number.</summary>
[Alias("covenant.cohort")]
public interface ICohortGrain : IGrainWithIntegerKey
{
    /// <summary>Judges the next events of its customers from one partition, in log order.</summary>
    /// <remarks>A record at or below the grain's high-water mark for the partition has been applied already, and is passed over. What was decided by a
    /// clock is in storage before it is answered.</remarks>
    [Alias("apply")]
    ValueTask<CohortReply> Apply([Immutable] CohortBatch batch);

    /// <summary>
    /// Judges records of its customers that were held, in log order, and answers all that is untold; everything is in storage before it is
    /// answered. Without records it asks whether the stored state can be read.
    /// </summary>
    /// <param name="isLetGo">An operator has given up what cannot be read: it is forgotten, and the records are judged without.</param>
    [Alias("release")]
    ValueTask<CohortReply> Release([Immutable] CohortBatch batch, bool isLetGo);

    /// <summary>Returns once everything up to <paramref name="lastSent"/> is in storage.</summary>
    /// <returns>False where it is not here to be stored: a gap.</returns>
    /// <remarks>May run while <see cref="Apply"/> waits: what is written is a copy, taken at once and whole, between two batches.</remarks>
    [Alias("persist"), AlwaysInterleave]
    ValueTask<bool> Persist(int partition, long lastSent);
}
