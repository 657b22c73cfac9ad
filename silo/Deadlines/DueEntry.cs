using Covenant.Contracts.Events;

namespace Covenant.Silo.Deadlines;

/// <summary>A cohort that has to be woken, and when. Which and when never change; what is marked on it belongs to the partition's loop.</summary>
/// <param name="due">Once the partition's clock is later.</param>
internal sealed class DueEntry(int cohort, EventTime due)
{
    public int Cohort { get; } = cohort;

    public EventTime Due { get; } = due;

    /// <summary>It was handed out to be woken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What holds it in storage; null where only the tail of the partition's row does, or nothing yet.</summary>
    public ReachedChunk? Chunk { get; set; }
}
