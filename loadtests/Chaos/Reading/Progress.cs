using System.Diagnostics;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>How far each partition is told, and the longest it stood still while there was something to tell. For threads of both sides.</summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly PartitionProgress[] _partitions;

    public Progress(int partitions) => _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionProgress { MovedAt = Stopwatch.GetTimestamp() })];

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
            for (var partition = 0; partition < _partitions.Length; partition++)
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
                }
            }
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
            Array.ForEach(_partitions, one => one.Longest = TimeSpan.Zero);
            return longest;
        }
    }

    private sealed class PartitionProgress
    {
        public long Sent { get; set; }

        public long Told { get; set; }

        public long MovedAt { get; set; }

        public TimeSpan Longest { get; set; }
    }
}
