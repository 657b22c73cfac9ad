using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;

namespace Covenant.Silo.Deadlines;

/// <summary>The entries whose bucket the clock has reached: in memory until the watermark of their institution has passed them.</summary>
internal sealed class DeadlinesReached
{
    private const int SweepAtLeast = 1_024;

    private readonly Dictionary<string, PriorityQueue<DueEntry, EventTime>> _queues = new(StringComparer.Ordinal);
    private readonly List<ReachedChunk> _chunks = [];
    private readonly List<DueEntry> _fresh = [];
    private readonly HashSet<CustomerKey> _takenNow = [];
    private int _sweepAt = SweepAtLeast;

    // No entry is due before it.
    private EventTime _earliest = EventTime.Max;

    public int Count => _queues.Values.Sum(queue => queue.Count);

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

    public void TakeDue(Func<string, EventTime> watermarkOf, EventTime clock, List<CustomerKey> due)
    {
        if (clock <= _earliest)
        {
            return;
        }

        _takenNow.Clear();
        _earliest = EventTime.Max;
        foreach (var (institution, queue) in _queues)
        {
            if (queue.Peek().Due < clock)
            {
                Take(queue, watermarkOf(institution), due);
            }

            if (queue.Count == 0)
            {
                _queues.Remove(institution);
            }
            else if (queue.Peek().Due < _earliest)
            {
                _earliest = queue.Peek().Due;
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

    private void Enqueue(DueEntry entry)
    {
        if (!_queues.TryGetValue(entry.Customer.Institution, out var queue))
        {
            _queues.Add(entry.Customer.Institution, queue = new());
        }

        queue.Enqueue(entry, entry.Due);
        _earliest = entry.Due < _earliest ? entry.Due : _earliest;
    }

    // One customer can stand here with several times, of which one call decides all that have passed.
    private void Take(PriorityQueue<DueEntry, EventTime> queue, EventTime watermark, List<CustomerKey> due)
    {
        while (queue.TryPeek(out var entry, out var time) && time < watermark)
        {
            queue.Dequeue();
            entry.IsTaken = true;
            entry.Chunk?.Take(entry);
            if (_takenNow.Add(entry.Customer))
            {
                due.Add(entry.Customer);
            }
        }
    }

    private void SweepFresh()
    {
        _fresh.RemoveAll(entry => entry.IsTaken || entry.Chunk is not null);
        _sweepAt = Math.Max(SweepAtLeast, 2 * _fresh.Count);
    }
}
