using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;

namespace Covenant.Silo.Checkpoints;

/// <summary>What storage holds of a partition: from where to judge again after a crash, and what cannot be found there.</summary>
[GenerateSerializer, Alias("covenant.stored-partition")]
internal sealed class StoredPartition
{
    /// <summary>Every cohort touched below it is in storage. Never above what is published.</summary>
    [Id(0)]
    public long Checkpoint { get; set; }

    /// <summary>The partition's at the checkpoint, beside what Kafka has, which forgets what is not committed for a week.</summary>
    [Id(5)]
    public long Wakes { get; set; }

    /// <summary>The greatest admitted time of an event below the checkpoint; null where there is none.</summary>
    [Id(1)]
    public EventTime? Clock { get; set; }

    /// <summary>The name, as a writer, of the silo that has the partition; null where that one gave it back.</summary>
    [Id(2)]
    public string? Owner { get; set; }

    /// <summary>The last of them wrote this.</summary>
    [Id(4)]
    public TenureHistory Tenures { get; set; } = TenureHistory.None;

    /// <summary>When cohorts touched below the checkpoint are to be woken.</summary>
    [Id(3)]
    public StoredDeadlines Deadlines { get; set; } = new();

    /// <inheritdoc cref="PartitionTimes.Recorded"/>
    [Id(7)]
    public EventTime? Recorded { get; set; }

    /// <inheritdoc cref="PartitionTimes.IsAdmitted"/>
    [Id(8)]
    public bool IsAdmitted { get; set; }

    /// <summary>By which each record of the partition is admitted; empty where the row was stored by a version that believed every event's own time.</summary>
    [Id(9)]
    public SkewHistory Skews { get; set; } = SkewHistory.None;

    /// <summary>
    /// The id of the topic that all of this is about; null where the row was stored by a version that asked for none, empty where the
    /// broker tells none.
    /// </summary>
    [Id(10)]
    public string? Topic { get; set; }

    /// <summary>
    /// The present life of the log: all offsets here are numbers by it. A checkpoint below its first number says that no position of it is
    /// committed yet.
    /// </summary>
    /// <seealso cref="Contracts.Events.LogNumber"/>
    [Id(11)]
    public int Life { get; set; }

    /// <summary>The offset at which the present life begins.</summary>
    [Id(12)]
    public long LifeFrom { get; set; }

    /// <summary>The gaps that are on record.</summary>
    [Id(13)]
    public SkippedRanges Skipped { get; set; } = SkippedRanges.None;

    /// <summary>
    /// The consumer group whose positions belong to all that is stored; null where the row was stored by a version that did not say.
    /// </summary>
    [Id(14)]
    public string? Group { get; set; }

    /// <summary>How the row is to be read: one above <see cref="FormatNow"/> is of a later version, and is not touched.</summary>
    [Id(15)]
    public int Format { get; set; }

    public const int FormatNow = 0;

    /// <summary>Where the log ended when that was seen last; 0 = not known.</summary>
    [Id(16)]
    public long LogEnd { get; set; }

    /// <summary>Null where nothing is held, or the row was stored by a version that did not say.</summary>
    [Id(17)]
    public StoredHeld? Held { get; set; }

    /// <summary>
    /// What limits over all customers decided below it is told, whatever is committed of them apart. Null where a version wrote the row that
    /// told both together, and moved no position of theirs.
    /// </summary>
    [Id(18)]
    public long? InstitutionsFrom { get; set; }

    /// <summary>How customers are put into cohorts in all that is stored.</summary>
    [Id(6)]
    public string? Cohorts { get; set; }
}
