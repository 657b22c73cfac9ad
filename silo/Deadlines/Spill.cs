namespace Covenant.Silo.Deadlines;

/// <summary>Entries of one bucket that a checkpoint writes into chunks.</summary>
/// <param name="Start">Of the bucket; that of <see cref="Reached"/> for entries whose bucket the clock had reached.</param>
/// <param name="Merged">A chunk of the bucket that is far from full; what it holds is written with them, in its place. Null = none.</param>
internal sealed record Spill(long Start, DueEntry[] Entries, ChunkName? Merged = null)
{
    /// <summary>A bucket that every clock has reached.</summary>
    public const long Reached = 0;

    public bool IsReached { get; init; }
}
