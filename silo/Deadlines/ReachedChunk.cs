namespace Covenant.Silo.Deadlines;

/// <summary>A chunk whose time has come: its entries are in memory, and it stays in storage until the last of them is taken.</summary>
internal sealed class ReachedChunk
{
    private readonly List<DueEntry> _entries;

    public ReachedChunk(ChunkName name, IEnumerable<DueEntry> entries)
    {
        Name = name;
        _entries = [.. entries.Where(entry => !entry.IsTaken)];
        foreach (var entry in _entries)
        {
            entry.Chunk = this;
        }

        Waiting = _entries.Count;
    }

    public ChunkName Name { get; }

    /// <summary>Entries that are not taken.</summary>
    public int Waiting { get; private set; }

    /// <summary>Hardly worth a chunk of its own.</summary>
    public bool IsThin => Waiting < DeadlineBounds.ChunkEntriesMax / 4;

    /// <summary>One of its entries was.</summary>
    public void Take() => Waiting--;

    /// <summary>Gives up those that are not taken: another chunk has to hold them.</summary>
    public List<DueEntry> Release()
    {
        _entries.RemoveAll(entry => entry.IsTaken);
        _entries.ForEach(entry => entry.Chunk = null);
        return _entries;
    }
}
