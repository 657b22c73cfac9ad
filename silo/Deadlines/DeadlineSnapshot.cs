namespace Covenant.Silo.Deadlines;

/// <summary>The due dates of a partition as they were when a checkpoint began, and what is to become of them. Nothing in it changes.</summary>
/// <param name="Tail">Those that the row itself will hold.</param>
/// <param name="Spills">Those that chunks will hold.</param>
/// <param name="Buckets">What chunks hold already.</param>
/// <param name="Condemned">Chunks that nobody needs once the row is written.</param>
internal sealed record DeadlineSnapshot(DueEntry[] Tail, Spill[] Spills, (long Start, ChunkName[] Names)[] Buckets, ChunkName[] Condemned)
{
    public static DeadlineSnapshot Of(DeadlinesReached reached, DeadlinesAhead ahead, List<ChunkName> condemned)
    {
        var fresh = ahead.Buckets.Where(bucket => bucket.Fresh.Count > 0).Select(bucket => new Spill(bucket.Start, [.. bucket.Fresh], ToMerge(bucket)))
            .Append(new Spill(Spill.Reached, [.. reached.Fresh]) { IsReached = true }).ToList();
        var spills = ToSpill(fresh);
        (long, ChunkName[])[] buckets = [
            .. ahead.Buckets.Where(bucket => bucket.Chunks.Count > 0).Select(bucket => (bucket.Start, bucket.Chunks.ToArray())),
            (Spill.Reached, [.. reached.Chunks])];
        return new DeadlineSnapshot([.. fresh.Except(spills).SelectMany(kept => kept.Entries)], [.. spills], buckets, [.. condemned]);
    }

    private static ChunkName? ToMerge(DeadlinesAhead.Bucket bucket) =>
        bucket.Chunks is [.., var last] && last.Entries < DeadlineBounds.ChunkEntriesMax / 2 ? last : null;

    // Once the tail is over its bound, the largest go until it is half empty: few chunks, well filled.
    private static List<Spill> ToSpill(List<Spill> fresh)
    {
        var entries = fresh.Sum(one => one.Entries.Length);
        List<Spill> spills = [];
        if (entries > DeadlineBounds.ChunkEntriesMax)
        {
            foreach (var largest in fresh.OrderByDescending(one => one.Entries.Length).TakeWhile(_ => entries > DeadlineBounds.ChunkEntriesMax / 2))
            {
                spills.Add(largest);
                entries -= largest.Entries.Length;
            }
        }

        return spills;
    }
}
