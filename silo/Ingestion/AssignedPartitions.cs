using Confluent.Kafka;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Ingestion;

/// <summary>The partitions that the group has given this silo, and which of them are not read from just now. For the consumer's thread.</summary>
internal sealed class AssignedPartitions(PartitionRecovery recovery, PartitionParts parts, CallWatch watch, BrokerHealth health, ILogger<EventConsumer> logger)
{
    private static readonly TimeSpan WakeTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, AssignedPartition> _assigned = [];
    private readonly HashSet<int> _paused = [];
    private volatile bool _attention;

    public IReadOnlyCollection<AssignedPartition> All => _assigned.Values;

    public int Paused => _paused.Count;

    /// <summary>Null where it is another silo's.</summary>
    public AssignedPartition? Find(int partition) => _assigned.GetValueOrDefault(partition);

    /// <summary>Ends and begins tenures, where one asked for it.</summary>
    public void Attend(IConsumer<Ignore, RecordBytes> consumer)
    {
        if (_attention)
        {
            _attention = false;
            AdvanceTenures(consumer);
        }
    }

    /// <summary>For where releasing them failed.</summary>
    public void Forget()
    {
        _assigned.Clear();
        _paused.Clear();
    }

    /// <summary>As lost, for where the consumer's thread is left behind: it does not come back to this.</summary>
    public async Task GiveUpAsync()
    {
        await Task.WhenAll(_assigned.Values.Select(one => one.DisposeAsync().AsTask()));
        Remove([.. _assigned.Values]);
    }

    public void Pause(IConsumer<Ignore, RecordBytes> consumer, TopicPartition partition)
    {
        if (_paused.Add(partition.Partition.Value))
        {
            watch.Run("Pause", ClientCalls.Brief, () => consumer.Pause([partition]));
        }
    }

    public void ResumeWhereThereIsRoom(IConsumer<Ignore, RecordBytes> consumer)
    {
        if (_paused.Count == 0)
        {
            return;
        }

        foreach (var (number, assigned) in _assigned.Where(one => _paused.Contains(one.Key) && one.Value.Processor is { HasRoom: true }))
        {
            watch.Run("Resume", ClientCalls.Brief, () => consumer.Resume([assigned.Partition]));
            _paused.Remove(number);
        }
    }

    private void AdvanceTenures(IConsumer<Ignore, RecordBytes> consumer)
    {
        foreach (var assigned in _assigned.Values)
        {
            var start = assigned.Advance();
            if (assigned.Processor is null)
            {
                Pause(consumer, assigned.Partition);
            }

            if (start is not null)
            {
                Begin(consumer, assigned, start);
            }
        }
    }

    private void Begin(IConsumer<Ignore, RecordBytes> consumer, AssignedPartition assigned, StartingPoint start)
    {
        try
        {
            watch.Run("Seek", ClientCalls.Brief, () => consumer.Seek(new TopicPartitionOffset(assigned.Partition, start.Checkpoint ?? Offset.Beginning)));
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            // The consumer has not taken the partition up yet.
            _attention = true;
            return;
        }

        if (assigned.TryBegin(start))
        {
            watch.Run("Resume", ClientCalls.Brief, () => consumer.Resume([assigned.Partition]));
            _paused.Remove(assigned.Partition.Partition.Value);
            Wake(consumer, assigned.Partition);
        }
    }

    // librdkafka looks at a partition that was resumed once its thread for the broker wakes, which may be a second later; a question to that broker wakes it.
    private void Wake(IConsumer<Ignore, RecordBytes> consumer, TopicPartition partition)
    {
        try
        {
            watch.Run("QueryWatermarkOffsets", WakeTimeout, () => consumer.QueryWatermarkOffsets(partition, WakeTimeout));
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
        }
    }

    public void Assign(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _assigned.Add(partition.Partition.Value, new AssignedPartition(partition, recovery, parts, () => _attention = true, logger));
        }

        parts.Readiness.Assign(partitions);
        _attention = true;
    }

    /// <param name="isOurs">Whether they are given back: each for as long as <paramref name="timeout"/> allows.</param>
    public void Release(List<TopicPartition> partitions, bool isOurs, TimeSpan timeout)
    {
        var released = partitions.Select(partition => _assigned.GetValueOrDefault(partition.Partition.Value)).OfType<AssignedPartition>().ToList();
        if (isOurs)
        {
            // On the consumer's own thread: the group waits for us until this returns, which the timeout bounds.
            Task.WaitAll(released.Select(one => one.ReleaseAsync(timeout)));
        }

        Task.WaitAll(released.Select(one => one.DisposeAsync().AsTask()));
        Remove(released);
    }

    private void Remove(List<AssignedPartition> released)
    {
        foreach (var one in released)
        {
            _assigned.Remove(one.Partition.Partition.Value);
            parts.Readiness.Release(one.Partition);
            parts.Metrics.Partitions.Remove(one.Partition);
            _paused.Remove(one.Partition.Partition.Value);
        }
    }
}
