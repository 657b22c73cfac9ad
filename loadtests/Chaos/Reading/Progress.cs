using System.Diagnostics;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>How far each partition is told, and the longest it stood still while there was something to tell. For threads of both sides.</summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly List<PartitionProgress> _partitions = [];
    private long _healedAt;
    private bool _isAskedSince;

    public Progress(int partitions)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            Add();
        }
    }

    public int Partitions
    {
        get
        {
            lock (_lock)
            {
                return _partitions.Count;
            }
        }
    }

    /// <summary>One partition more.</summary>
    public void Add()
    {
        lock (_lock)
        {
            _partitions.Add(new PartitionProgress { MovedAt = Stopwatch.GetTimestamp() });
        }
    }

    /// <summary>How many records were sent to each partition, which is the offset of its next.</summary>
    public long[] SentOf()
    {
        lock (_lock)
        {
            return [.. _partitions.Select(one => one.Sent)];
        }
    }

    /// <summary>Up to where each partition is told, as it was heard last.</summary>
    public long[] ToldOf()
    {
        lock (_lock)
        {
            return [.. _partitions.Select(one => one.Told)];
        }
    }

    /// <summary>What was away is there again: from now on it counts how long it takes until every partition that has something to tell has moved.</summary>
    public void Healed()
    {
        lock (_lock)
        {
            (_healedAt, _isAskedSince) = (Stopwatch.GetTimestamp(), false);
            _partitions.ForEach(one => one.Back = null);
        }
    }

    /// <summary>Records of a partition that were sent to the broker.</summary>
    public void Sent(int partition)
    {
        lock (_lock)
        {
            var one = _partitions[partition];
            one.MovedAt = one.Sent == one.Told ? Stopwatch.GetTimestamp() : one.MovedAt;
            one.Sent++;
        }
    }

    /// <summary>What the group has committed; null where the broker did not say.</summary>
    public void Told(IReadOnlyDictionary<int, long>? committed)
    {
        lock (_lock)
        {
            for (var partition = 0; partition < _partitions.Count; partition++)
            {
                var one = _partitions[partition];
                var now = Stopwatch.GetTimestamp();
                if (one.Sent > one.Told)
                {
                    one.Longest = TimeSpan.FromTicks(Math.Max(one.Longest.Ticks, Stopwatch.GetElapsedTime(one.MovedAt, now).Ticks));
                }

                if (committed is not null && committed.TryGetValue(partition, out var offset) && offset > one.Told)
                {
                    (one.Told, one.MovedAt) = (offset, now);
                    one.Back ??= _isAskedSince ? Stopwatch.GetElapsedTime(_healedAt, now) : null;
                }
            }

            // What the first answer tells may have been committed before.
            _isAskedSince |= committed is not null;
        }
    }

    /// <summary>Records that were sent and not yet told of, but for those of one partition.</summary>
    public long LagBut(int? partition)
    {
        lock (_lock)
        {
            return _partitions.Where((_, number) => number != partition).Sum(one => Math.Max(0, one.Sent - one.Told));
        }
    }

    public long Lag
    {
        get
        {
            lock (_lock)
            {
                return _partitions.Sum(one => Math.Max(0, one.Sent - one.Told));
            }
        }
    }

    /// <summary>The longest without progress of any partition since the last call, and begins anew.</summary>
    public TimeSpan TakeLongest()
    {
        lock (_lock)
        {
            var longest = _partitions.Max(one => one.Longest);
            _partitions.ForEach(one => one.Longest = TimeSpan.Zero);
            return longest;
        }
    }

    /// <summary>Whether every partition has moved since <see cref="Healed"/>, or nothing was healed.</summary>
    public bool IsBack
    {
        get
        {
            lock (_lock)
            {
                return _healedAt == 0 || _partitions.TrueForAll(one => one.Back is not null);
            }
        }
    }

    /// <summary>How long after <see cref="Healed"/> the last partition moved for the first time; null where nothing was healed since the last call.</summary>
    public TimeSpan? TakeBack()
    {
        lock (_lock)
        {
            TimeSpan? back = _healedAt == 0 ? null : _partitions.Max(one => one.Back);
            _healedAt = 0;
            return back;
        }
    }

    private sealed class PartitionProgress
    {
        public long Sent { get; set; }

        public long Told { get; set; }

        public long MovedAt { get; set; }

        public TimeSpan Longest { get; set; }

        public TimeSpan? Back { get; set; }
    }
}
