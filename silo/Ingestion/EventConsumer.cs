using Confluent.Kafka;
using Covenant.Contracts.Events;
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
internal sealed partial class EventConsumer(
    KafkaClients clients,
    AgreementsFeed agreements,
    PartitionRecovery recovery,
    PartitionParts parts,
    StateGuard state,
    GroupMembership membership,
    BrokerHealth health,
    KafkaBroker broker,
    LogTimestamps timestamps,
    CaughtFaults faults,
    SiloExit exit,
    IOptions<HostOptions> host,
    ILogger<EventConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollWhilePaused = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan BeginAnewAfter = TimeSpan.FromSeconds(1);

    private readonly AssignedPartitions _partitions = new(recovery, parts, health, logger);
    private readonly RecordCopier _copier = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _releaseTimeout = parts.Ingestion.DrainTimeout;
    private BrokerReminder? _reminder;
    private string _topicId = "";

    /// <summary>Completes once the group has given this silo its first partitions.</summary>
    public Task Joined => _joined.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await agreements.Loaded.WaitAsync(stoppingToken);
            await parts.Topic.BeginAsync(stoppingToken);
            if (!await state.MayJoinAsync(stoppingToken))
            {
                return;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            IConsumer<Ignore, RecordBytes> consumer;
            try
            {
                consumer = Join();
            }
            catch (KafkaException refused)
            {
                exit.Fail($"cannot read `{TopicNames.Events}`: {refused.Error.Reason}");
                return;
            }

            Follow(consumer, stopping);
        }
    }

    private IConsumer<Ignore, RecordBytes> Join()
    {
        var consumer = clients.GroupConsumer<Ignore, RecordBytes>()
            .SetKeyDeserializer(_copier)
            .SetValueDeserializer(_copier)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Release(partitions.ConvertAll(one => one.TopicPartition), isOurs: true))
            .SetPartitionsLostHandler((_, partitions) => Release(partitions.ConvertAll(one => one.TopicPartition), isOurs: false))
            .Build();
        _reminder = clients.Reminder(consumer);
        _topicId = parts.Topic.Id;
        consumer.Subscribe(TopicNames.Events);
        membership.Join(consumer);
        return consumer;
    }

    // Until the silo stops, or something fails that nothing below has dealt with: then all partitions go back to their checkpoints, and a new consumer takes them up.
    private void Follow(IConsumer<Ignore, RecordBytes> consumer, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Turn(consumer);
            }

            Close(consumer);
        }
        catch (Exception failed)
        {
            Abandon(consumer, failed);
            stopping.WaitHandle.WaitOne(BeginAnewAfter);
        }
        finally
        {
            membership.Leave();
            consumer.Dispose();
        }
    }

    private void Abandon(IConsumer<Ignore, RecordBytes> consumer, Exception failed)
    {
        if (failed is TopicReplacedException)
        {
            BeginsAnew(failed.Message);
        }
        else if (failed is KafkaException refused)
        {
            BeginsAnew(health.Words(refused.Error));
        }
        else
        {
            faults.Report("reading events", failed);
        }

        // INVARIANT (no gap): what was read and did not reach its tenure is read again, for no tenure goes on.
        var isOurs = failed is TopicReplacedException;
        if (!isOurs)
        {
            membership.Leave();
        }

        try
        {
            Release([.. _partitions.All.Select(one => one.Partition)], isOurs);
            membership.Leave();

            // The group gives the partitions on at once, where it would wait for a session to end.
            consumer.Close();
        }
        catch (Exception also)
        {
            _partitions.Forget();
            faults.Report("leaving the group", also);
        }
    }

    private void Turn(IConsumer<Ignore, RecordBytes> consumer)
    {
        if (parts.Topic.Id != _topicId)
        {
            // What the consumer knows is of the topic before. What was judged of that one is told and stored.
            throw new TopicReplacedException($"`{TopicNames.Events}` was deleted and made again");
        }

        TakeOne(consumer);
        parts.Metrics.Partitions.Ask(consumer, _partitions.Paused);
        _reminder!.NowAndThen();
        _partitions.ResumeWhereThereIsRoom(consumer);
        _partitions.Attend(consumer);
    }

    // Everything is stored while judging goes on, so that little is left to do while nobody judges. What is ours is given back while we are still a member of the group.
    private void Close(IConsumer<Ignore, RecordBytes> consumer)
    {
        var half = host.Value.ShutdownTimeout / 2;
        _releaseTimeout = half;
        var prepared = Task.WhenAll(_partitions.All.Select(one => one.Processor?.PrepareReleaseAsync(half) ?? Task.CompletedTask));
        while (!prepared.IsCompleted)
        {
            Turn(consumer);
        }

        Release([.. _partitions.All.Select(one => one.Partition)], isOurs: true);
        membership.Leave();
        consumer.Close();
    }

    private void TakeOne(IConsumer<Ignore, RecordBytes> consumer)
    {
        try
        {
            if (consumer.Consume(_partitions.Paused > 0 ? PollWhilePaused : Poll) is not { } result || _partitions.Find(result.Partition.Value) is not { Processor: { } processor } to)
            {
                return;
            }

            health.Here();
            var (life, limit) = (processor.Row.Life, parts.Topic.LimitOf(result.Partition.Value) ?? long.MaxValue);
            if (result.IsPartitionEOF || result.Offset.Value >= limit)
            {
                var end = LogNumber.Of(life, Math.Min(result.Offset.Value, limit));
                to.ComeTo(end);
                processor.AtEnd(end);
            }

            if (result.IsPartitionEOF)
            {
                to.Observed.KnowEnd(result.Offset.Value);
                return;
            }

            if (result.Offset.Value >= limit)
            {
                _partitions.StopAtLimit(consumer, to);
                return;
            }

            var message = result.Message;
            NoteTimestamp(message.Timestamp.Type);
            var number = LogNumber.Of(life, result.Offset.Value);
            to.ComeTo(number + 1);
            if (!processor.Add(new IncomingRecord(number, message.Value, message.Headers, IncomingRecord.TimestampOf(message.Timestamp))))
            {
                _partitions.Pause(consumer, to.Partition);
            }
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.Local_LogTruncation && gone.ConsumerRecord is not null)
        {
            _partitions.Find(gone.ConsumerRecord.Partition.Value)?.Lose();
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

    // Each begins where its recovery says; until then at its end, where nothing comes.
    private IEnumerable<TopicPartitionOffset> Assign(List<TopicPartition> partitions)
    {
        _partitions.Assign(partitions);
        _joined.TrySetResult();
        return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
    }

    private void Release(List<TopicPartition> partitions, bool isOurs) => _partitions.Release(partitions, isOurs, _releaseTimeout);

    [LoggerMessage(1, LogLevel.Warning, "the consumer of events begins anew: {Reason}")]
    private partial void BeginsAnew(string reason);
}

/// <summary>The events' topic is another one than the consumer was made for.</summary>
internal sealed class TopicReplacedException(string message) : Exception(message);
