using Covenant.Contracts.Events;

namespace Covenant.Silo.Checkpoints;

/// <summary>What a partition knows of time at one of its positions.</summary>
/// <param name="Clock">The greatest admitted time of its events; null where there is none.</param>
/// <param name="Recorded">The greatest timestamp of its records; null where none had one.</param>
/// <param name="IsAdmitted">The clock comes of admitted times alone. One that was stored by a version that believed every event's own is brought back once, by the next record.</param>
internal readonly record struct PartitionTimes(EventTime? Clock, EventTime? Recorded, bool IsAdmitted)
{
    public static PartitionTimes Of(StoredPartition row) => new(row.Clock, row.Recorded, row.IsAdmitted || row.Clock is null);
}
