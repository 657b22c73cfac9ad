namespace Covenant.Silo.Hosting;

/// <summary>
/// Has young objects collected early while the silo has little to do: a pause is the shorter the less was touched since the one before, and who waits for a verdict
/// waits for the pause. A silo that drains is left to the runtime, whose fewer and longer collections cost less, but for a flood that outgrows a small heap: the runtime would let
/// garbage grow to several times what is alive. A large heap is left to it, for a whole collection of one takes too long. Measured in silo/README.md.
/// </summary>
internal sealed class EarlyCollections : BackgroundService
{
    private const int YoungestGeneration = 0;

    private const long AllocatedMax = 16 << 20;

    private const long LittlePerSecondMax = 48 << 20;

    private const long SmallHeapMax = 288 << 20;

    private const long LargeHeapMin = 512 << 20;

    private const long GrowthMax = 64 << 20;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        var (collections, collectedAt, lookedAt, left) = (-1, 0L, 0L, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var allocated = GC.GetTotalAllocatedBytes(precise: false);
                if (collections != GC.CollectionCount(YoungestGeneration))
                {
                    (collections, collectedAt) = (GC.CollectionCount(YoungestGeneration), allocated);
                }
                else if (allocated - collectedAt >= AllocatedMax && allocated - lookedAt <= LittlePerSecondMax * Every.TotalSeconds)
                {
                    GC.Collect(YoungestGeneration, GCCollectionMode.Forced, blocking: true);
                }

                lookedAt = allocated;
                left = KeepSmall(left);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <param name="left">What the last whole collection of this kind left, in bytes.</param>
    /// <returns>The same, from now on.</returns>
    private static long KeepSmall(long left)
    {
        var heap = GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;
        if (heap <= SmallHeapMax || heap <= left + GrowthMax || left >= LargeHeapMin)
        {
            return Math.Min(left, heap);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes;
    }
}
