using Confluent.Kafka;
using Covenant.Silo.Agreements;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Takes records from the partitions that the group gives this silo and hands them to their processors. Owns the consumer: everything about assignment happens
/// on its one thread.
/// </summary>
internal sealed class EventConsumer(
    KafkaClients clients,
    AgreementsFeed agreements,
    PartitionRecovery recovery,
    PartitionParts parts,
    GroupMembership membership,
    BrokerHealth health,
    KafkaBroker broker,
    LogTimestamps timestamps,
    SiloExit exit,
    IOptions<HostOptions> host,
    ILogger<EventConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollWhilePaused = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan WakeTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, AssignedPartition> _assigned = [];
    private readonly HashSet<int> _paused = [];
    private readonly RecordCopier _copier = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _releaseTimeout = parts.Ingestion.DrainTimeout;
    private volatile bool _attention;
    private BrokerReminder? _reminder;

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
            using var consumer = clients.GroupConsumer<Ignore, RecordBytes>()
                .SetKeyDeserializer(_copier)
                .SetValueDeserializer(_copier)
                .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
                .SetPartitionsRevokedHandler((_, partitions) => Release(partitions.ConvertAll(one => one.TopicPartition), isOurs: true))
                .SetPartitionsLostHandler((_, partitions) => Release(partitions.ConvertAll(one => one.TopicPartition), isOurs: false))
                .Build();
            _reminder = clients.Reminder(consumer);
            consumer.Subscribe(TopicNames.Events);
            membership.Join(consumer);
            while (!stopping.IsCancellationRequested)
            {
                Turn(consumer);
            }

            Close(consumer);
        }
        catch (KafkaException failed)
        {
            exit.Fail($"cannot read `{TopicNames.Events}`: {health.Words(failed.Error)}");
        }
        finally
        {
            membership.Leave();
        }
    }

    private void Turn(IConsumer<Ignore, RecordBytes> consumer)
    {
        TakeOne(consumer);
        parts.Metrics.Partitions.Ask(consumer, _paused.Count);
        _reminder!.NowAndThen();
        ResumeWhereThereIsRoom(consumer);
        if (_attention)
        {
            _attention = false;
            AdvanceTenures(consumer);
        }
    }

    // Everything is stored while judging goes on, so that little is left to do while nobody judges. What is ours is given back while we are still a member of the group.
    private void Close(IConsumer<Ignore, RecordBytes> consumer)
    {
        var half = host.Value.ShutdownTimeout / 2;
        _releaseTimeout = half;
        var prepared = Task.WhenAll(_assigned.Values.Select(one => one.Processor?.PrepareReleaseAsync(half) ?? Task.CompletedTask));
        while (!prepared.IsCompleted)
        {
            Turn(consumer);
        }

        Release([.. _assigned.Values.Select(one => one.Partition)], isOurs: true);
        membership.Leave();
        consumer.Close();
    }

    private void TakeOne(IConsumer<Ignore, RecordBytes> consumer)
    {
        try
        {
            if (consumer.Consume(_paused.Count > 0 ? PollWhilePaused : Poll) is not { } result || !_assigned.TryGetValue(result.Partition.Value, out var to) || to.Processor is not { } processor)
            {
                return;
            }

            health.Here();
            if (result.IsPartitionEOF)
            {
                processor.AtEnd(result.Offset.Value);
                to.Observed.AtEnd(result.Offset.Value, consumer.Position(to.Partition).Value);
                return;
            }

            var message = result.Message;
            NoteTimestamp(message.Timestamp.Type);
            if (!processor.Add(new IncomingRecord(result.Offset.Value, message.Value, message.Headers, IncomingRecord.TimestampOf(message.Timestamp))))
            {
                Pause(consumer, to.Partition);
            }
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal && passing.Error.Code is not (ErrorCode.Local_KeyDeserialization or ErrorCode.Local_ValueDeserialization))
        {
            health.Report(passing.Error);
        }
    }

    // The broker of a demo knows no setting of topics.
    private void NoteTimestamp(TimestampType type)
    {
        if (!broker.IsEmbedded)
        {
            timestamps.Type = type;
        }
    }

    private void Pause(IConsumer<Ignore, RecordBytes> consumer, TopicPartition partition)
    {
        if (_paused.Add(partition.Partition.Value))
        {
            consumer.Pause([partition]);
        }
    }

    private void ResumeWhereThereIsRoom(IConsumer<Ignore, RecordBytes> consumer)
    {
        if (_paused.Count == 0)
        {
            return;
        }

        foreach (var (number, assigned) in _assigned.Where(one => _paused.Contains(one.Key) && one.Value.Processor is { HasRoom: true }))
        {
            consumer.Resume([assigned.Partition]);
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
            consumer.Seek(new TopicPartitionOffset(assigned.Partition, start.Checkpoint ?? Offset.Beginning));
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            // The consumer has not taken the partition up yet.
            _attention = true;
            return;
        }

        assigned.Begin(start);
        consumer.Resume([assigned.Partition]);
        _paused.Remove(assigned.Partition.Partition.Value);
        Wake(consumer, assigned.Partition);
    }

    // librdkafka looks at a partition that was resumed once its thread for the broker wakes, which may be a second later; a question to that broker wakes it.
    private void Wake(IConsumer<Ignore, RecordBytes> consumer, TopicPartition partition)
    {
        try
        {
            consumer.QueryWatermarkOffsets(partition, WakeTimeout);
        }
        catch (KafkaException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
        }
    }

    private void Assign(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _assigned.Add(partition.Partition.Value, new AssignedPartition(partition, recovery, parts, () => _attention = true, logger));
        }

        parts.Readiness.Assign(partitions);
        _attention = true;
        _joined.TrySetResult();
    }

    private void Release(List<TopicPartition> partitions, bool isOurs)
    {
        var released = partitions.Select(partition => _assigned.GetValueOrDefault(partition.Partition.Value)).OfType<AssignedPartition>().ToList();
        if (isOurs)
        {
            // On the consumer's own thread: the group waits for us until this returns, which the timeout bounds.
            Task.WaitAll(released.Select(one => one.ReleaseAsync(_releaseTimeout)));
        }

        Task.WaitAll(released.Select(one => one.DisposeAsync().AsTask()));
        foreach (var one in released)
        {
            _assigned.Remove(one.Partition.Partition.Value);
            parts.Readiness.Release(one.Partition);
            parts.Metrics.Partitions.Remove(one.Partition);
            _paused.Remove(one.Partition.Partition.Value);
        }
    }
}
