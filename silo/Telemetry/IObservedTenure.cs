using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Telemetry;

/// <summary>What a tenure of a partition says of itself, whenever it is asked. From any thread.</summary>
internal interface IObservedTenure
{
    /// <summary>Every record below this offset is told.</summary>
    long PublishedOffset => Published.Offset;

    /// <summary>All that was decided up to here is told.</summary>
    Progress Published { get; }

    /// <summary>Up to here is decided what is to be told.</summary>
    Progress Judged { get; }

    /// <summary>Records that were read and are still to be judged.</summary>
    int WaitingRecords { get; }

    /// <summary>The newest event time; null before the first event.</summary>
    EventTime? Newest { get; }

    /// <summary>How long ago the last checkpoint was written, or the tenure began.</summary>
    TimeSpan CheckpointAge { get; }
}
