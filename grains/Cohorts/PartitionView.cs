using Covenant.Contracts.Events;

namespace Covenant.Grains.Cohorts;

/// <summary>What a cohort knows of one partition that sends to it.</summary>
internal sealed class PartitionView
{
    /// <summary>The last offset that was applied; -1 = none.</summary>
    public long Mark { get; set; } = -1;

    /// <summary>The newest tenure that has called.</summary>
    public long Tenure { get; set; }

    /// <summary>The earliest due time that the partition knows, and the tenure that was told.</summary>
    public (long Tenure, EventTime Due)? Indexed { get; set; }
}
