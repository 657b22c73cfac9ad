using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Covenant.Silo.Health;

/// <summary>Partitions that stand still because an operator is to decide, or has: they are no failure of this silo. Whoever holds one says why; any thread may.</summary>
internal sealed class HeldPartitions
{
    private readonly ConcurrentDictionary<TopicPartition, string> _held = new();

    public void Hold(TopicPartition partition, string reason) => _held[partition] = reason;

    public void Release(TopicPartition partition) => _held.TryRemove(partition, out _);

    /// <summary>Null where it is not held.</summary>
    public string? ReasonOf(TopicPartition partition) => _held.GetValueOrDefault(partition);
}
