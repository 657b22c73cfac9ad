using Covenant.Contracts.Grains;

namespace Covenant.Grains.Delivery;

/// <summary>What a grain has decided and what may not have been told yet. It is stored with the state that decided it, for that state decides it only once.</summary>
/// <remarks>Bounded by what is decided between two transactions of a partition.</remarks>
internal sealed class Outbox<T>
{
    private readonly List<Entry> _entries = [];

    public Untold<T>[] ToStore() => _entries.Count == 0 ? [] : [.. _entries.Select(entry => entry.Untold)];

    public void Restore(IEnumerable<Untold<T>> stored) => _entries.AddRange(stored.Select(untold => new Entry(untold)));

    /// <summary>Adds what was decided in the batch; what was told by the time it is told by is not kept.</summary>
    public void Add(BatchHeader header, Progress until, T what)
    {
        if (until > header.Published)
        {
            _entries.Add(new Entry(new Untold<T>(header.Partition, until, what)));
        }
    }

    /// <summary>Forgets what was told, and gives what this tenure has not been answered yet.</summary>
    public Untold<T>[] Answer(BatchHeader header)
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        _entries.RemoveAll(entry => entry.Untold.Partition == header.Partition && entry.Untold.Until <= header.Published);
        var answer = _entries.FindAll(entry => entry.Untold.Partition == header.Partition && entry.AnsweredTo != header.Tenure);
        answer.ForEach(entry => entry.AnsweredTo = header.Tenure);
        return [.. answer.Select(entry => entry.Untold)];
    }

    private sealed class Entry(Untold<T> untold)
    {
        public Untold<T> Untold { get; } = untold;

        public Guid AnsweredTo { get; set; }
    }
}
