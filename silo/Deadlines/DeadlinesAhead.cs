namespace Covenant.Silo.Deadlines;

/// <summary>
/// The buckets that the clock has not reached. Of each only the names of its chunks are in memory, and the entries that no chunk holds yet.
/// </summary>
internal sealed class DeadlinesAhead
{
    private readonly SortedDictionary<long, Bucket> _buckets = [];

    public IEnumerable<Bucket> Buckets => _buckets.Values;

    public Bucket? First => _buckets.Count == 0 ? null : _buckets.First().Value;

    public void Add(DueEntry entry) => At(DeadlineBounds.StartOf(entry.Due.Ticks)).Fresh.Add(entry);

    public void Add(long start, IEnumerable<ChunkName> names) => At(start).Chunks.AddRange(names);

    public void Remove(Bucket bucket) => _buckets.Remove(bucket.Start);

    /// <summary>Takes over what a checkpoint wrote of a bucket.</summary>
    /// <returns>False where the clock has reached it meanwhile, or is just having it loaded.</returns>
    public bool TrySettle(Spill spill, IEnumerable<ChunkName> written)
    {
        if (!_buckets.TryGetValue(spill.Start, out var bucket) || (spill.Merged is { } merged && !bucket.Chunks.Remove(merged)))
        {
            return false;
        }

        // All that was fresh when the checkpoint began, and what came since stands behind it.
        bucket.Fresh.RemoveRange(0, spill.Entries.Length);
        bucket.Fresh.TrimExcess();
        bucket.Chunks.AddRange(written);
        return true;
    }

    private Bucket At(long start)
    {
        if (!_buckets.TryGetValue(start, out var bucket))
        {
            _buckets.Add(start, bucket = new Bucket(start));
        }

        return bucket;
    }

    internal sealed class Bucket(long start)
    {
        public long Start { get; } = start;

        /// <summary>The last one may be far from full.</summary>
        public List<ChunkName> Chunks { get; } = [];

        /// <summary>In no chunk yet, in the order in which they came.</summary>
        public List<DueEntry> Fresh { get; } = [];
    }
}
