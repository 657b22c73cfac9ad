using Covenant.Contracts.Events;
using Orleans.Runtime;

namespace Covenant.Contracts.Grains;

/// <summary>What all calls of one batch of a partition have in common.</summary>
/// <param name="Tenure">Whose: one for each time that a silo takes up the partition. A new one is answered everything that is still untold.</param>
/// <param name="From">How far the partition had come when the batch began.</param>
/// <param name="Published">What the outside has seen: whatever is told by then was told.</param>
/// <param name="Clock">The partition's after the batch: the greatest time of any event that it has read, or the wall clock where events have stopped.</param>
/// <param name="Home">The silo that has the partition, where its customers' grains should live.</param>
[GenerateSerializer, Immutable, Alias("covenant.batch-header")]
public sealed record BatchHeader(
    [property: Id(0)] string Topic,
    [property: Id(1)] int Partition,
    [property: Id(2)] Guid Tenure,
    [property: Id(3)] Progress From,
    [property: Id(4)] Progress Published,
    [property: Id(5)] EventTime Clock,
    [property: Id(6)] SiloAddress Home)
{
    /// <summary>When something is told that a clock decided in this batch. Were it told before, it would be in storage and not be decided again: so it is not below what is published.</summary>
    public Progress ToldByClock => Progress.Max(From, Published).Next;
}
