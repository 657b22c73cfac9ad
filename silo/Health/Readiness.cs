using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Covenant.Silo.Health;

/// <summary>What the silo's parts know of whether events can be judged here. Each part tells its own; any thread may.</summary>
internal sealed class Readiness(TimeProvider clock)
{
    // Longer than another silo may take to give a partition back by default, and the two heartbeats after which the group gives it on.
    private static readonly TimeSpan SharedOutAfter = TimeSpan.FromSeconds(4);

    private const long NotYet = -1;

    private readonly ConcurrentDictionary<TopicPartition, bool> _partitions = new();
    private long _memberSince = NotYet;

    /// <summary>Those that are this silo's.</summary>
    public IEnumerable<TopicPartition> Partitions => _partitions.Keys;

    /// <summary>How many partitions are this silo's.</summary>
    public int Assigned => _partitions.Count;

    /// <summary>Whether this partition is this silo's.</summary>
    public bool Has(TopicPartition partition) => _partitions.ContainsKey(partition);

    /// <summary>
    /// Whether the group may still be on the point of giving a new member its first partitions: it takes them from the others first, and gives it none meanwhile.
    /// Whoever restarts silos one after the other would otherwise stop the next one while partitions move.
    /// </summary>
    public bool IsShareExpected => Assigned == 0 && (Interlocked.Read(ref _memberSince) is var since && since == NotYet || clock.GetElapsedTime(since) < SharedOutAfter);

    /// <summary>Those that are this silo's and cannot be judged yet.</summary>
    public IEnumerable<int> Recovering => _partitions.Where(one => !one.Value).Select(one => one.Key.Partition.Value).Order();

    /// <summary>The group gave this silo these besides what it has, and they are to be recovered.</summary>
    public void Assign(IEnumerable<TopicPartition> partitions)
    {
        Interlocked.CompareExchange(ref _memberSince, clock.GetTimestamp(), NotYet);
        foreach (var partition in partitions)
        {
            _partitions[partition] = false;
        }
    }

    /// <summary>The partition has come to where it stood, and has judged something further, or found that there is nothing.</summary>
    public void Recovered(TopicPartition partition) => _partitions.TryUpdate(partition, true, false);

    /// <summary>The partition goes back to its checkpoint.</summary>
    public void Recovers(TopicPartition partition) => _partitions.TryUpdate(partition, false, true);

    /// <summary>The partition is another silo's.</summary>
    public void Release(TopicPartition partition) => _partitions.TryRemove(partition, out _);
}
