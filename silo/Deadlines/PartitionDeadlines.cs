using Confluent.Kafka;
using Covenant.Contracts.Events;
using Orleans.Storage;

namespace Covenant.Silo.Deadlines;

/// <summary>
/// Which cohorts of a partition must be woken when, durable with the partition's checkpoint. An entry is a hint: to wake a cohort for nothing is harmless, to
/// lose one is to lose a violation. So nothing is deleted one by one, and after a crash a cohort may be woken again. One for each tenure.
/// </summary>
/// <remarks>
/// <para>In memory are the entries whose hour has begun,
/// those that were added since the last checkpoint, and the tail of the row (at most 1,000). Of every later hour only the names of its chunks. An hour's chunks are
/// loaded one after another when it begins, so a crowded one is in memory as a whole, with about 150 bytes an entry.</para>
/// <para>The partition's loop adds, takes and begins, one call at a time. <see cref="WriteAsync"/> and <see cref="ForgetAsync"/> run beside it, one at a time and over
/// before the next <see cref="BeginCheckpoint"/>; they share with the loop only a snapshot that no longer changes and what they publish when they are done.</para>
/// </remarks>
internal sealed class PartitionDeadlines
{
    private readonly ChunkStore _chunks;
    private readonly DeadlinesReached _reached = new();
    private readonly DeadlinesAhead _ahead = new();

    // INVARIANT (chunks): one is deleted only after a row was written that does not name it, and never while an entry in memory counts on it.
    private readonly List<ChunkName> _condemned;
    private DeadlineCheckpoint? _checkpoint;
    private bool _isSettled = true;
    private long _reachedEnd;

    /// <param name="tenure">Unlike any other: chunks are named by it.</param>
    /// <param name="stored">From the partition's row; null where there is none.</param>
    /// <param name="isLetGo">See <see cref="ChunkStore"/>; null where none is.</param>
    public PartitionDeadlines(IGrainStorage storage, TopicPartition partition, long tenure, StoredDeadlines? stored, Func<string, bool>? isLetGo = null)
    {
        _chunks = new ChunkStore(storage, partition, tenure, isLetGo ?? (_ => false));
        stored ??= new StoredDeadlines();
        (var buckets, _condemned) = DeadlineForm.Chunks(stored.Chunks);
        buckets.ForEach(bucket => _ahead.Add(bucket.Start, bucket.Names));
        DeadlineForm.Entries(stored.Tail).ForEach(_ahead.Add);
    }

    /// <summary>Entries in memory.</summary>
    public int InMemory => _reached.Count + _ahead.Buckets.Sum(bucket => bucket.Fresh.Count);

    public void Add(int cohort, EventTime due)
    {
        var entry = new DueEntry(cohort, due);
        if (due.Ticks < _reachedEnd)
        {
            _reached.Add(entry);
        }
        else
        {
            _ahead.Add(entry);
        }
    }

    /// <summary>Takes out every cohort with a due time that the clock has passed, each once, the earliest first.</summary>
    public ValueTask TakeDueAsync(EventTime clock, List<int> due)
    {
        Settle();
        if (clock.Ticks >= _reachedEnd)
        {
            return ReachAndTakeAsync(clock, due);
        }

        _reached.TakeDue(clock, due);
        return ValueTask.CompletedTask;
    }

    /// <summary>At a border between two batches: what was added before belongs to the checkpoint, and what was taken before may vanish with it.</summary>
    public void BeginCheckpoint()
    {
        Settle();
        if (_checkpoint is { } last)
        {
            Conclude(last);
        }

        _reached.Tidy(_condemned);
        _checkpoint = new DeadlineCheckpoint(_chunks, DeadlineSnapshot.Of(_reached, _ahead, _condemned));
        _isSettled = false;
    }

    /// <summary>Writes what does not fit into the row. May be called again where it failed.</summary>
    /// <returns>For the partition's row.</returns>
    public Task<StoredDeadlines> WriteAsync(CancellationToken token) => Begun.WriteAsync(token);

    /// <summary>Deletes the chunks that the row no longer names: only once it is written. What could not be deleted is tried again with the next checkpoint.</summary>
    public Task ForgetAsync() => Begun.ForgetAsync();

    private DeadlineCheckpoint Begun => _checkpoint ?? throw new InvalidOperationException("no checkpoint was begun");

    private async ValueTask ReachAndTakeAsync(EventTime clock, List<int> due)
    {
        while (_ahead.First is { } bucket && bucket.Start <= clock.Ticks)
        {
            // One by one, so that a read that fails leaves every chunk on one side or the other.
            while (bucket.Chunks is [.., var last])
            {
                _reached.Add(last, await _chunks.ReadAsync(last));
                bucket.Chunks.RemoveAt(bucket.Chunks.Count - 1);
            }

            // What comes from now on for its hour is reached too, also where the next bucket cannot be read: a second bucket of one hour would be taken for the first.
            bucket.Fresh.ForEach(_reached.Add);
            _ahead.Remove(bucket);
            _reachedEnd = bucket.Start + DeadlineBounds.BucketTicks;
        }

        _reachedEnd = DeadlineBounds.StartOf(clock.Ticks) + DeadlineBounds.BucketTicks;
        _reached.TakeDue(clock, due);
    }

    // What a checkpoint has written leaves memory, or is known to be in a chunk.
    private void Settle()
    {
        if (_isSettled || _checkpoint!.Written is not { } written)
        {
            return;
        }

        _isSettled = true;
        foreach (var (spill, chunks) in written.Spills)
        {
            if (spill.IsReached)
            {
                Array.ForEach(chunks, chunk => _reached.Settle(chunk.Name, chunk.Entries));
            }
            else if (_ahead.TrySettle(spill, chunks.Select(chunk => chunk.Name)))
            {
                _condemned.AddRange(spill.Merged is { } merged ? [merged] : Array.Empty<ChunkName>());
            }
            else
            {
                // Its hour began meanwhile: its entries are in memory, and count on what was there before.
                _condemned.AddRange(chunks.Select(chunk => chunk.Name));
            }
        }
    }

    private void Conclude(DeadlineCheckpoint last)
    {
        if (last.IsForgotten)
        {
            // They came first, and more has only come after them.
            _condemned.RemoveRange(0, last.Snapshot.Condemned.Length);
        }

        HashSet<ChunkName> written = [.. last.Written?.Spills.SelectMany(spill => spill.Names) ?? []];
        _condemned.AddRange(last.Attempted.Where(name => !written.Contains(name)));
    }
}
