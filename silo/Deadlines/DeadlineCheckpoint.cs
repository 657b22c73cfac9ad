namespace Covenant.Silo.Deadlines;

/// <summary>Writes one snapshot, beside the partition's loop: it reads what never changes, and the loop reads what came of it once it is <see cref="Written"/>.</summary>
internal sealed class DeadlineCheckpoint(ChunkStore chunks, DeadlineSnapshot snapshot)
{
    private readonly List<ChunkName> _attempted = [];
    private volatile Result? _written;
    private StoredDeadlines? _stored;
    private volatile bool _isForgotten;

    public DeadlineSnapshot Snapshot => snapshot;

    /// <summary>Null until all chunks are in storage.</summary>
    public Result? Written => _written;

    /// <summary>Whether what the snapshot condemned is deleted.</summary>
    public bool IsForgotten => _isForgotten;

    /// <summary>All names that were written under, or may have been.</summary>
    public IReadOnlyList<ChunkName> Attempted => _attempted;

    /// <summary>Again where it failed; once it has not, it gives the same again, for the loop counts on what was written.</summary>
    public async Task<StoredDeadlines> WriteAsync(CancellationToken token)
    {
        if (_stored is { } done)
        {
            return done;
        }

        var failedBefore = _attempted.ToArray();
        var cuts = new DueEntry[snapshot.Spills.Length][][];
        await Parallel.ForEachAsync(Enumerable.Range(0, cuts.Length), Options(token), async (index, _) => cuts[index] = await CutAsync(snapshot.Spills[index]));
        var written = cuts.Select((cut, index) => new WrittenSpill(snapshot.Spills[index], [.. cut.Select(entries => (chunks.NewName(entries.Length), entries))])).ToArray();
        _attempted.AddRange(written.SelectMany(spill => spill.Names));
        await Parallel.ForEachAsync(written.SelectMany(spill => spill.Chunks), Options(token), async (chunk, _) => await chunks.WriteAsync(chunk.Name, chunk.Entries));
        _written = new Result(written);
        return _stored = Stored(written, failedBefore);
    }

    public async Task ForgetAsync()
    {
        await Parallel.ForEachAsync(snapshot.Condemned, Options(CancellationToken.None), async (name, _) => await chunks.DeleteAsync(name));
        _isForgotten = true;
    }

    private async ValueTask<DueEntry[][]> CutAsync(Spill spill) =>
        [.. DeadlineBounds.Cut(spill.Merged is { } merged ? spill.Entries.Concat(await chunks.ReadAsync(merged)) : spill.Entries)];

    private StoredDeadlines Stored(WrittenSpill[] written, ChunkName[] failedBefore)
    {
        HashSet<ChunkName> merged = [.. written.Select(spill => spill.Spill.Merged).OfType<ChunkName>()];
        (long, IReadOnlyCollection<ChunkName>)[] buckets = [
            .. snapshot.Buckets.Select(bucket => (bucket.Start, (IReadOnlyCollection<ChunkName>)[.. bucket.Names.Where(name => !merged.Contains(name))])),
            .. written.Select(spill => (spill.Spill.Start, (IReadOnlyCollection<ChunkName>)[.. spill.Names]))];
        return new StoredDeadlines
        {
            Tail = DeadlineForm.OfEntries(snapshot.Tail),
            Chunks = DeadlineForm.OfChunks([.. buckets.Where(bucket => bucket.Item2.Count > 0)], [.. snapshot.Condemned, .. merged, .. failedBefore]),
        };
    }

    private static ParallelOptions Options(CancellationToken token) => new() { MaxDegreeOfParallelism = DeadlineBounds.CallsMax, CancellationToken = token };

    internal sealed record Result(WrittenSpill[] Spills);

    internal sealed record WrittenSpill(Spill Spill, (ChunkName Name, DueEntry[] Entries)[] Chunks)
    {
        public IEnumerable<ChunkName> Names => Chunks.Select(chunk => chunk.Name);
    }
}
