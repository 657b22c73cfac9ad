using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>
/// This silo's partitions that are not read on purpose, and why: until an operator says what is to be done, or until others have come so
/// far. Safe to call from any thread.
/// </summary>
internal sealed class HeldPartitions
{
    private readonly ConcurrentDictionary<TopicPartition, string> _reasons = new();

    /// <summary>By partition, in a line each.</summary>
    public IReadOnlyList<KeyValuePair<TopicPartition, string>> All => [.. _reasons.ToArray().OrderBy(one => one.Key.Partition.Value)];

    public bool Contains(int partition) => _reasons.ToArray().Any(one => one.Key.Partition.Value == partition);

    /// <summary>Null where it is not held.</summary>
    public string? ReasonOf(TopicPartition partition) => _reasons.GetValueOrDefault(partition);

    /// <returns>Whether it is news.</returns>
    public bool Hold(TopicPartition partition, string reason)
    {
        var isNews = !_reasons.TryGetValue(partition, out var before) || before != reason;
        _reasons[partition] = reason;
        return isNews;
    }

    public bool LetGo(TopicPartition partition) => _reasons.TryRemove(partition, out _);
}
