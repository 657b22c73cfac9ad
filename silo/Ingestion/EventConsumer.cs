using Confluent.Kafka;
using Covenant.Contracts.Events;
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
/// Takes records from the partitions that the group gives this silo and hands them to their processors. Owns one consumer, from its joining
/// the group to its end: everything about assignment
/// happens on its one thread. <see cref="EventReading"/> makes one after the other.
/// </summary>
internal sealed partial class EventConsumer(
    KafkaClients clients,
    PartitionRecovery recovery,
    PartitionParts parts,
    GroupMembership membership,
    BrokerHealth health,
    KafkaBroker broker,
    LogTimestamps timestamps,
    CaughtFaults faults,
    SiloExit exit,
    IOptions<HostOptions> host,
    ILogger<EventConsumer> logger,
    TaskCompletionSource joined)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);

    private readonly RecordCopier _copier = new();
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AssignedPartitions _partitions = null!;
    private RecordTaker _taker = null!;
    private Task _left = Task.CompletedTask;
    private TimeSpan _releaseTimeout = parts.Ingestion.DrainTimeout;
    private BrokerReminder? _reminder;
    private string _topicId = "";
    private IConsumer<Ignore, RecordBytes>? _consumer;
    private CallWatch _watch = null!;

    /// <summary>Reads until the silo stops, or something fails that nothing below has dealt with.</summary>
    /// <param name="watch">Of this thread. Where it is left behind, this thread touches nothing any more but its client, of which it
    /// disposes.</param>
    /// <returns>False where the silo cannot go on.</returns>
    public bool Run(CallWatch watch, CancellationToken stopping)
    {
        (_watch, _partitions) = (watch, new AssignedPartitions(recovery, parts, watch, health, logger));
        _taker = new RecordTaker(_partitions, parts, watch, health, broker, timestamps);
        try
        {
            watch.Run("Subscribe", ClientCalls.Brief, Join);
        }
        catch (KafkaException refused)
        {
            exit.Fail($"cannot read `{TopicNames.Events}`: {refused.Error.Reason}");
            return false;
        }

        Follow(_consumer!, stopping);
        return true;
    }

    /// <summary>Its thread was left behind in a call: its partitions are given up as lost.</summary>
    public async Task GiveUpAsync()
    {
        LeaveMembership();
        await _partitions.GiveUpAsync();
        if (_consumer is not null)
        {
            await clients.LeaveGroupAsync(_consumer, this);
        }

        await _left;
        _givenUp.SetResult();
    }

    private void Join()
    {
        var consumer = _consumer = clients.GroupConsumer<Ignore, RecordBytes>()
            .SetKeyDeserializer(_copier)
            .SetValueDeserializer(_copier)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Give(partitions, isOurs: true))
            .SetPartitionsLostHandler((_, partitions) => Give(partitions, isOurs: false))
            .Build();
        _reminder = clients.Reminder(consumer);
        _topicId = parts.Topic.Id;
        consumer.Subscribe(TopicNames.Events);
        membership.Join(consumer);
    }

    // Where something fails that nothing below has dealt with all partitions go back to their checkpoints, and a new consumer takes them
    // up.
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
        catch (LeftBehindException)
        {
            // Its partitions are given up, and the membership is another client's.
            EndAfter(_givenUp.Task, consumer);
            return;
        }
        catch (Exception failed)
        {
            Abandon(consumer, failed);
        }

        LeaveMembership();
        EndAfter(_left, consumer);
    }

    // librdkafka frees what a thread that is inside still uses.
    private void EndAfter(Task unused, IConsumer<Ignore, RecordBytes> consumer) => _ = unused.ContinueWith(_ => clients.End(consumer), TaskScheduler.Default);

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
            LeaveMembership();
        }

        try
        {
            Release([.. _partitions.All.Select(one => one.Partition)], isOurs);
            LeaveMembership();

            // The group gives the partitions on at once, where it would wait for a session to end.
            Leave(consumer);
        }
        catch (Exception also) when (also is not LeftBehindException)
        {
            _partitions.Forget();
            faults.Report("leaving the group", also);
        }
    }

    private void Turn(IConsumer<Ignore, RecordBytes> consumer)
    {
        if (membership.IsMissing)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "its client does not answer"));
        }

        if (parts.Topic.Id != _topicId)
        {
            // What the consumer knows is of the topic before. What was judged of that one is told and stored.
            throw new TopicReplacedException($"`{TopicNames.Events}` was deleted and made again");
        }

        _taker.TakeOne(consumer);
        parts.Metrics.Partitions.Ask(consumer, _partitions.Paused, _watch);
        _reminder!.NowAndThen(_watch);
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
        Leave(consumer);
    }

    private void LeaveMembership() => _left = Task.WhenAll(_left, membership.LeaveAsync());

    private void Leave(IConsumer<Ignore, RecordBytes> consumer)
    {
        LeaveMembership();

        // Closing frees it, and whoever asks it for its membership may hang inside of it: then it leaves the group, and ends once nobody is
        // inside.
        if (_left.Wait(ClientCalls.Brief))
        {
            _watch.Run("Close", CloseTimeout, consumer.Close);
        }
        else
        {
            _watch.Run("Unsubscribe", ClientCalls.Brief, consumer.Unsubscribe);
            _watch.Run("Unassign", ClientCalls.Brief, consumer.Unassign);
        }
    }

    // Each begins where its recovery says; until then at its end, where nothing comes. Called from inside of the client, where what is done
    // here has bounds of its own.
    private IEnumerable<TopicPartitionOffset> Assign(List<TopicPartition> partitions)
    {
        _watch.Outside(() =>
        {
            _partitions.Assign(partitions);
            joined.TrySetResult();
        });
        return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
    }

    private void Give(List<TopicPartitionOffset> partitions, bool isOurs) => _watch.Outside(() => Release(partitions.ConvertAll(one => one.TopicPartition), isOurs));

    private void Release(List<TopicPartition> partitions, bool isOurs) => _partitions.Release(partitions, isOurs, _releaseTimeout);

    [LoggerMessage(1, LogLevel.Warning, "the consumer of events begins anew: {Reason}")]
    private partial void BeginsAnew(string reason);
}

/// <summary>The events' topic is another one than the consumer was made for.</summary>
internal sealed class TopicReplacedException(string message) : Exception(message);
