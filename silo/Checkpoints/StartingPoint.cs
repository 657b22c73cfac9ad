using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Deadlines;

namespace Covenant.Silo.Checkpoints;

/// <summary>From where a tenure goes on.</summary>
/// <param name="Checkpoint">The first record to judge again; null = the partition's first. What comes of those below <paramref name="Published"/> was told.</param>
/// <param name="Clock">The partition's at the checkpoint.</param>
/// <param name="Deadlines">As of the checkpoint.</param>
internal sealed record StartingPoint(long? Checkpoint, Progress Published, EventTime? Clock, StoredDeadlines Deadlines, PartitionRow Row);
