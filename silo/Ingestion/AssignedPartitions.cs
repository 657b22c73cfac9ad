using Confluent.Kafka;
using Covenant.Contracts.Events;
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
    private int _topicVersion;

    public IReadOnlyCollection<AssignedPartition> All => _assigned.Values;

    public int Paused => _paused.Count;

    /// <summary>Whether one of them has nothing to judge.</summary>
    public bool IsOneIdle() => _assigned.Values.Any(one => one.Processor is { WaitingRecords: 0 });

    /// <summary>Null where it is another silo's.</summary>
    public AssignedPartition? Find(int partition) => _assigned.GetValueOrDefault(partition);

    /// <summary>Ends and begins tenures, where one asked for it.</summary>
    public void Attend(IConsumer<Ignore, RecordBytes> consumer)
    {
        var version = parts.Topic.Version;
        if (_attention || version != _topicVersion)
        {
            (_attention, _topicVersion) = (false, version);
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
            if (!assigned.IsAtLimit || TryPassLimit(consumer, assigned))
            {
                watch.Run("Resume", ClientCalls.Brief, () => consumer.Resume([assigned.Partition]));
                _paused.Remove(number);
            }
        }
    }

    /// <summary>
    /// It is read no further before the other partitions have come as far: the record that was met there is read again then.
    /// </summary>
    public void StopAtLimit(IConsumer<Ignore, RecordBytes> consumer, AssignedPartition assigned)
    {
        assigned.IsAtLimit = true;
        Pause(consumer, assigned.Partition);
    }

    private bool TryPassLimit(IConsumer<Ignore, RecordBytes> consumer, AssignedPartition assigned)
    {
        if (parts.Topic.LimitOf(assigned.Partition.Partition.Value) <= LogNumber.OffsetOf(assigned.Next) || !TrySeek(consumer, assigned, assigned.Next))
        {
            return false;
        }

        assigned.IsAtLimit = false;
        return true;
    }

    private bool TrySeek(IConsumer<Ignore, RecordBytes> consumer, AssignedPartition assigned, long number)
    {
        var to = new TopicPartitionOffset(assigned.Partition, LogNumber.OffsetOf(number));
        try
        {
            if (assigned.IsLost)
            {
                // A consumer that has lost its place does not seek.
                TakeUp(consumer, to);
            }
            else
            {
                watch.Run("Seek", ClientCalls.Brief, () => consumer.Seek(to));
            }

            return true;
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            // The consumer has not taken the partition up yet.
            return false;
        }
    }

    private void TakeUp(IConsumer<Ignore, RecordBytes> consumer, TopicPartitionOffset from)
    {
        watch.Run("IncrementalUnassign", ClientCalls.Brief, () => consumer.IncrementalUnassign([from.TopicPartition]));
        watch.Run("IncrementalAssign", ClientCalls.Brief, () => consumer.IncrementalAssign([from]));
    }

    private void AdvanceTenures(IConsumer<Ignore, RecordBytes> consumer)
    {
        foreach (var assigned in _assigned.Values)
        {
            if (MustWait(assigned))
            {
                Pause(consumer, assigned.Partition);
                continue;
            }

            if (assigned.IsLost && assigned.Regain() is { } next)
            {
                GoOn(consumer, assigned, next);
            }

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
        if (!TrySeek(consumer, assigned, start.Checkpoint))
        {
            _attention = true;
            return;
        }

        assigned.IsAtLimit = false;

        if (assigned.TryBegin(start))
        {
            watch.Run("Resume", ClientCalls.Brief, () => consumer.Resume([assigned.Partition]));
            _paused.Remove(assigned.Partition.Partition.Value);
            Wake(consumer, assigned.Partition);
        }
    }

    private void GoOn(IConsumer<Ignore, RecordBytes> consumer, AssignedPartition assigned, long next)
    {
        TakeUp(consumer, new TopicPartitionOffset(assigned.Partition, LogNumber.OffsetOf(next)));
        if (_paused.Contains(assigned.Partition.Partition.Value))
        {
            watch.Run("Pause", ClientCalls.Brief, () => consumer.Pause([assigned.Partition]));
        }
    }

    // One that was added is begun once the others have come so far; that is no failure.
    private bool MustWait(AssignedPartition assigned)
    {
        if (assigned.Processor is not null || assigned.IsRecovering || parts.Topic.WaitsFor(assigned.Partition.Partition.Value) is not { } reason)
        {
            return false;
        }

        parts.Held.Hold(assigned.Partition, reason);
        return true;
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
            parts.Held.LetGo(one.Partition);
            parts.Metrics.Partitions.Remove(one.Partition);
            _paused.Remove(one.Partition.Partition.Value);
        }
    }
}
