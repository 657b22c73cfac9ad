using Covenant.Contracts.Grains;

namespace Covenant.Silo.Publishing;

/// <summary>What one batch of a partition has to tell, and how far the partition has come with it.</summary>
/// <param name="Records">None where the batch raised nothing: then it may wait for the next transaction.</param>
/// <param name="IsUrgent">Whether it goes at once though it has nothing to say.</param>
internal sealed record Telling(PartitionOutput Output, Progress To, List<OutgoingRecord> Records, bool IsUrgent = false);
