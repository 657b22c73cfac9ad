namespace Covenant.Silo.Agreements;

/// <summary>
/// Which offset of a partition may be committed: records are taken in order and acknowledged in any order, and what lies above the
/// first one still open waits. Safe to call from any thread.
/// </summary>
internal sealed class FirstOffsetBeforeGap
{
    private readonly Lock _lock = new();
    private readonly Queue<Taken> _open = new();
    private long _lastTaken = -1;
    private long? _committable;

    /// <summary>What to commit: the offset after the last record below the gap; null where nothing has been acknowledged yet.</summary>
    public long? Committable
    {
        get
        {
            lock (_lock)
            {
                return _committable;
            }
        }
    }

    /// <summary>How many that were taken still wait: for themselves, or for one below them.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Everything up to <paramref name="offset"/> is in work from now on.</summary>
    /// <param name="offset">Never lower than the one taken before.</param>
    public Taken Take(long offset)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(offset, _lastTaken);
            var taken = new Taken(_lastTaken = offset);
            _open.Enqueue(taken);
            return taken;
        }
    }

    /// <summary>Everything that came of what was taken is durable.</summary>
    public void Acknowledge(Taken taken)
    {
        lock (_lock)
        {
            taken.IsAcknowledged = true;
            while (_open.TryPeek(out var first) && first.IsAcknowledged)
            {
                _open.Dequeue();

                // INVARIANT (commit): every record below _committable is acknowledged, or came to nothing.
                _committable = first.Offset + 1;
            }
        }
    }

    /// <summary>A stretch of records that is committed as one.</summary>
    internal sealed class Taken(long offset)
    {
        internal long Offset { get; } = offset;

        internal bool IsAcknowledged { get; set; }
    }
}
