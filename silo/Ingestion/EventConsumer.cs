using Confluent.Kafka;
using Covenant.Silo.Agreements;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Takes events from the partitions that the group gives this silo and offers them to their processors; commits what they have done. Owns the consumer:
/// nothing else touches it, so everything about assignment happens on its one thread.
/// </summary>
internal sealed class EventConsumer(
    KafkaClients clients, AgreementsFeed agreements, EventDeserializer deserializer, PartitionParts parts, BrokerHealth health, SiloExit exit) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollWhilePaused = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<TopicPartition, Assigned> _assigned = [];
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _committedAt;
    private int _paused;

    /// <summary>Completes once the group has given this silo its first partitions.</summary>
    public Task Joined => _joined.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await agreements.Loaded.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken stopping)
    {
        try
        {
            using var consumer = clients.GroupConsumer<byte[]?, DecodedEvent>()
                .SetKeyDeserializer(Deserializers.ByteArray)
                .SetValueDeserializer(deserializer)
                .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
                .SetPartitionsRevokedHandler((owner, partitions) => Release(owner, partitions.ConvertAll(one => one.TopicPartition), isOurs: true))
                .SetPartitionsLostHandler((owner, partitions) => Release(owner, partitions.ConvertAll(one => one.TopicPartition), isOurs: false))
                .Build();
            consumer.Subscribe(TopicNames.Events);
            while (!stopping.IsCancellationRequested)
            {
                TakeOne(consumer);
                ResumeWhereThereIsRoom(consumer);
                CommitWhenDue(consumer);
            }

            // Leaves the group, after the handler above has drained and committed what is ours.
            consumer.Close();
        }
        catch (KafkaException failed)
        {
            exit.Fail($"cannot read `{TopicNames.Events}`: {failed.Error.Reason}");
        }
    }

    private void TakeOne(IConsumer<byte[]?, DecodedEvent> consumer)
    {
        try
        {
            if (consumer.Consume(_paused > 0 ? PollWhilePaused : Poll) is { Message: { } message } result
                && _assigned.TryGetValue(result.TopicPartition, out var to))
            {
                health.Here();
                var record = new IncomingRecord(result.Offset.Value, message.Key, message.Headers, message.Value);
                if (to.Waiting.Count > 0)
                {
                    to.Waiting.Enqueue(record);
                }
                else if (!to.Processor.Offer(record))
                {
                    to.Waiting.Enqueue(record);
                    consumer.Pause([result.TopicPartition]);
                    _paused++;
                }
            }
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
        }
    }

    private void ResumeWhereThereIsRoom(IConsumer<byte[]?, DecodedEvent> consumer)
    {
        if (_paused == 0)
        {
            return;
        }

        foreach (var (partition, assigned) in _assigned.Where(one => one.Value.Waiting.Count > 0 && one.Value.Processor.HasRoom))
        {
            while (assigned.Waiting.TryPeek(out var record) && assigned.Processor.Offer(record))
            {
                assigned.Waiting.Dequeue();
            }

            if (assigned.Waiting.Count == 0)
            {
                consumer.Resume([partition]);
                _paused--;
            }
        }
    }

    private void CommitWhenDue(IConsumer<byte[]?, DecodedEvent> consumer)
    {
        if (parts.Clock.GetElapsedTime(_committedAt) >= parts.Options.CommitEvery)
        {
            _committedAt = parts.Clock.GetTimestamp();
            Commit(consumer, _assigned.Keys);
        }
    }

    private void Commit(IConsumer<byte[]?, DecodedEvent> consumer, IEnumerable<TopicPartition> partitions)
    {
        var moved = partitions.Where(_assigned.ContainsKey).Select(partition => (Partition: partition, _assigned[partition].Processor.Committable))
            .Where(one => one.Committable is { } offset && offset != _assigned[one.Partition].Committed)
            .Select(one => new TopicPartitionOffset(one.Partition, one.Committable!.Value)).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        try
        {
            consumer.Commit(moved);
            moved.ForEach(one => _assigned[one.TopicPartition].Committed = one.Offset.Value);
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            // The same offsets, or later ones, go with the next commit; a partition that moved is the next owner's to commit.
            health.Report(passing.Error);
        }
    }

    private void Assign(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _assigned.Add(partition, new Assigned(new PartitionProcessor(partition, parts)));
        }

        _joined.TrySetResult();
    }

    private void Release(IConsumer<byte[]?, DecodedEvent> consumer, List<TopicPartition> partitions, bool isOurs)
    {
        var released = partitions.Where(_assigned.ContainsKey).ToList();
        if (isOurs)
        {
            // On the consumer's own thread: the group waits for us until this returns, which the drain timeout bounds.
            Task.WaitAll(released.Select(partition => _assigned[partition].Processor.DrainAsync()));
            Commit(consumer, released);
        }

        Task.WaitAll(released.Select(partition => _assigned[partition].Processor.DisposeAsync().AsTask()));
        _paused -= released.Count(partition => _assigned[partition].Waiting.Count > 0);
        released.ForEach(partition => _assigned.Remove(partition));
    }

    /// <summary>A partition of ours, and the records that its processor had no room for.</summary>
    private sealed class Assigned(PartitionProcessor processor)
    {
        public PartitionProcessor Processor { get; } = processor;

        public Queue<IncomingRecord> Waiting { get; } = new();

        public long? Committed { get; set; }
    }
}
