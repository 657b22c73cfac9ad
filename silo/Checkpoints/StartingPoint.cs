using Covenant.Contracts.Grains;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;

namespace Covenant.Silo.Checkpoints;

/// <summary>From where a tenure goes on.</summary>
/// <param name="Checkpoint">The number of the first record to judge. What comes of those below <paramref name="Published"/> was
/// told.</param>
/// <param name="Institutions">The same for what limits over all customers decide; null where they never had something to count.</param>
/// <param name="Times">The partition's at the checkpoint.</param>
/// <param name="Skews">By which its records are admitted, those that are judged again and those to come.</param>
/// <param name="Deadlines">As of the checkpoint.</param>
internal sealed record StartingPoint(long Checkpoint, Progress Published, Progress? Institutions, PartitionTimes Times, SkewHistory Skews, StoredDeadlines Deadlines, PartitionRow Row)
{
    /// <summary>Whether Kafka has a position of the partition.</summary>
    public required bool IsCommitted { get; init; }

    /// <summary>What is held.</summary>
    public required HeldNow Held { get; init; }
}
