using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Covenant.Silo.Health;

/// <summary>What the silo's parts know of whether events can be judged here. Each part tells its own; any thread may.</summary>
internal sealed class Readiness
{
    private readonly ConcurrentDictionary<TopicPartition, bool> _partitions = new();

    /// <summary>How many partitions are this silo's.</summary>
    public int Assigned => _partitions.Count;

    /// <summary>Those that are this silo's and cannot be judged yet.</summary>
    public IEnumerable<int> Recovering => _partitions.Where(one => !one.Value).Select(one => one.Key.Partition.Value).Order();

    /// <summary>The group gave this silo these besides what it has, and they are to be recovered.</summary>
    public void Assign(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _partitions[partition] = false;
        }
    }

    /// <summary>The partition is recovered: events of it are judged.</summary>
    public void Recovered(TopicPartition partition) => _partitions.TryUpdate(partition, true, false);

    /// <summary>The partition goes back to its checkpoint.</summary>
    public void Recovers(TopicPartition partition) => _partitions.TryUpdate(partition, false, true);

    /// <summary>The partition is another silo's.</summary>
    public void Release(TopicPartition partition) => _partitions.TryRemove(partition, out _);
}
