namespace Covenant.Silo.Deadlines;

/// <summary>How due dates are cut up for storage.</summary>
internal static class DeadlineBounds
{
    /// <summary>Due dates of one hour share a bucket, which is loaded when the hour begins.</summary>
    public const long BucketTicks = TimeSpan.TicksPerHour;

    /// <summary>Of one chunk; of the tail in the partition's row, too. At 13 bytes each at most, they fit the 64 KiB that a property of an Azure table holds.</summary>
    public const int ChunkEntriesMax = 1_000;

    /// <summary>Reads and writes of one checkpoint under way at once.</summary>
    public const int CallsMax = 8;

    /// <summary>Chunks with few entries left; beyond it they are written as one.</summary>
    public const int ThinChunksMax = 8;

    /// <summary>Where the bucket begins that a time falls into.</summary>
    public static long StartOf(long ticks) => ticks - (ticks % BucketTicks);

    /// <summary>Cuts entries into what chunks can hold, the earliest first.</summary>
    public static IEnumerable<DueEntry[]> Cut(IEnumerable<DueEntry> entries) => entries.OrderBy(entry => entry.Due).Chunk(ChunkEntriesMax);
}
