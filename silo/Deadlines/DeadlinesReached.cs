using Covenant.Contracts.Events;

namespace Covenant.Silo.Deadlines;

/// <summary>The entries whose bucket the clock has reached: in memory until it has passed them.</summary>
internal sealed class DeadlinesReached
{
    private const int SweepAtLeast = 1_024;

    private readonly PriorityQueue<DueEntry, EventTime> _queue = new();
    private readonly List<ReachedChunk> _chunks = [];
    private readonly List<DueEntry> _fresh = [];
    private readonly HashSet<int> _takenNow = [];
    private int _sweepAt = SweepAtLeast;

    public int Count => _queue.Count;

    public IEnumerable<ChunkName> Chunks => _chunks.Select(chunk => chunk.Name);

    /// <summary>In no chunk, and not taken.</summary>
    public IReadOnlyList<DueEntry> Fresh => _fresh;

    public void Add(DueEntry entry)
    {
        Enqueue(entry);
        _fresh.Add(entry);
        if (_fresh.Count >= _sweepAt)
        {
            SweepFresh();
        }
    }

    public void Add(ChunkName name, List<DueEntry> entries)
    {
        _chunks.Add(new ReachedChunk(name, entries));
        entries.ForEach(Enqueue);
    }

    /// <summary>What a checkpoint wrote: those that are not taken are in a chunk now.</summary>
    public void Settle(ChunkName name, IEnumerable<DueEntry> entries) => _chunks.Add(new ReachedChunk(name, entries));

    /// <summary>Each cohort once: one call decides all that has passed of it.</summary>
    public void TakeDue(EventTime clock, List<int> due)
    {
        if (!_queue.TryPeek(out _, out var earliest) || earliest >= clock)
        {
            return;
        }

        _takenNow.Clear();
        while (_queue.TryPeek(out var entry, out var time) && time < clock)
        {
            _queue.Dequeue();
            entry.IsTaken = true;
            entry.Chunk?.Take();
            if (_takenNow.Add(entry.Cohort))
            {
                due.Add(entry.Cohort);
            }
        }
    }

    /// <summary>Gives up the chunks that are taken whole, and where many have little left, those too: their entries are fresh again.</summary>
    public void Tidy(List<ChunkName> condemned)
    {
        var few = _chunks.Count(chunk => chunk.Waiting > 0 && chunk.IsThin) > DeadlineBounds.ThinChunksMax;
        foreach (var chunk in _chunks.Where(chunk => chunk.Waiting == 0 || (few && chunk.IsThin)))
        {
            _fresh.AddRange(chunk.Release());
            condemned.Add(chunk.Name);
        }

        _chunks.RemoveAll(chunk => chunk.Waiting == 0 || (few && chunk.IsThin));
        SweepFresh();
    }

    private void Enqueue(DueEntry entry) => _queue.Enqueue(entry, entry.Due);

    private void SweepFresh()
    {
        _fresh.RemoveAll(entry => entry.IsTaken || entry.Chunk is not null);
        _sweepAt = Math.Max(SweepAtLeast, 2 * _fresh.Count);
    }
}
