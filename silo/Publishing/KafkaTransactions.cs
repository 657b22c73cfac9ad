using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>What came of a transaction.</summary>
/// <param name="Told">Those that are committed.</param>
/// <param name="Took">From its beginning to its end, however it ended; zero where none was begun.</param>
/// <param name="IsKnown">Whether it is known what came of it.</param>
/// <param name="Refused">The one that the broker would not take; null where it was not for what was written.</param>
internal sealed record TransactionOutcome(IReadOnlyCollection<Telling> Told, TimeSpan Took, bool IsKnown = true, RefusedTelling? Refused = null);

/// <summary>A record that the broker would not take, and whose it is.</summary>
/// <param name="HasStandIn">Whether it was written itself, and what stands in for it was not.</param>
/// <param name="TooLarge">The sizes of those of its topic that were too large, alone or together.</param>
internal sealed record RefusedTelling(Telling Telling, string Topic, ErrorCode Code, string Reason, bool HasStandIn, List<int> TooLarge)
{
    public bool IsTooLarge => TooLarge.Count > 0;

    /// <summary>A batch that is larger than `max.message.bytes`, or than a segment of the log.</summary>
    public static bool IsOfSize(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge;
}

/// <summary>
/// This silo's one transactional producer. After anything but a commit it is thrown away; the next one, of the same name, ends whatever was left open, and Kafka is
/// asked what came of it. For one thread; calls block, and are watched.
/// </summary>
/// <remarks>INVARIANT (no late request): a transaction that librdkafka could abort is not followed by another one of the same producer. What the broker has not read
/// yet of the first one, its positions or its end, would count for the second; the next producer's epoch shuts it out.
/// INVARIANT (no lost coordinator): no transaction is begun by a producer of which a connection has broken. It may remember a broker that
/// librdkafka has dropped, and
/// then waits for it in vain, whatever its time-out (<see href="https://github.com/confluentinc/librdkafka/issues/5511">issue
/// 5511</see>).
/// INVARIANT (decided before left): a name is left for another one only where the broker says that it is still ending that name's
/// transaction, as it does for as long as a partition that was written to has no leader. Such a transaction is decided: nothing is added
/// to it, and positions that were in it are not read before its end is known.</remarks>
internal sealed partial class KafkaTransactions(
    KafkaClients clients, PublishedPositions positions, Diversion diversion, BrokerHealth health, TransactionMetrics metrics, SiloExit exit, ILogger<KafkaTransactions> logger) : IDisposable
{
    private const string Name = "writer of transactions";

    private const int FencedMax = 10;

    private const int NamesMax = 8;

    // The broker gives up a transaction that takes longer.
    private static readonly TimeSpan Timeout = FailureDetection.TransactionTimeout;

    private static readonly TimeSpan FailingMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(5);

    private IProducer<byte[]?, byte[]?>? _producer;
    private volatile Disturbance _disturbance = new();
    private bool _isUnsure;
    private int _turn;
    private int _fenced;
    private long _failingSince;
    private bool _hasSaidSo;

    /// <summary>Whether there is a producer, and nothing is open of the one before, and none of its connections has broken since.</summary>
    public bool IsOpen => _producer is not null && !_disturbance.Happened;

    /// <returns>False where the broker does not answer.</returns>
    public bool TryOpen(CancellationToken token)
    {
        try
        {
            End();
            var disturbance = _disturbance = new Disturbance();
            _producer = clients.Calls.Run(Name, watch => clients.OpenTransactional(watch, Timeout, clients.TransactionalIdOf(_turn), () => disturbance.Happened = true), token);

            // While the broker came up: this one knows nothing yet of which broker speaks for the group.
            disturbance.Happened = false;
            return true;
        }
        catch (KafkaException passing)
        {
            TakeTurn(passing.Error.Code);
            Discard(passing.Error);
            return false;
        }
    }

    // A right may be to the first name alone.
    private void TakeTurn(ErrorCode code)
    {
        if (code == ErrorCode.ConcurrentTransactions)
        {
            _turn = (_turn + 1) % NamesMax;
            OtherName(clients.TransactionalIdOf(_turn));
        }
        else if (code == ErrorCode.TransactionalIdAuthorizationFailed)
        {
            _turn = 0;
        }
    }

    /// <summary>For while it <see cref="IsOpen"/>.</summary>
    /// <param name="tellings">Those of a partition in order.</param>
    public TransactionOutcome Run(List<Telling> tellings, IConsumerGroupMetadata member, CancellationToken token)
    {
        var attempt = new TransactionAttempt(tellings, diversion.IsLearning);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            if (_isUnsure)
            {
                var told = WhatWasTold(tellings);
                if (told.Count == tellings.Count)
                {
                    (_failingSince, _hasSaidSo) = (0, false);
                }

                return new TransactionOutcome(told, TimeSpan.Zero);
            }

            using var span = Tracing.Transaction(tellings);
            diversion.Prepare(attempt.Outgoing);
            Commit(_producer!, tellings, attempt, member, token);
            diversion.Took(attempt.Largest());
            var took = Stopwatch.GetElapsedTime(begun);
            metrics.Committed(took, tellings);
            (_fenced, _failingSince, _hasSaidSo) = (0, 0, false);
            return new TransactionOutcome(tellings, took);
        }
        catch (KafkaException failed)
        {
            Discard(failed.Error);
            return new TransactionOutcome([], Stopwatch.GetElapsedTime(begun), IsKnown: false, Refused(attempt, failed.Error));
        }
    }

    /// <summary>Something else failed than Kafka: what came of the last transaction is asked for before anything is told again.</summary>
    public void Doubt(Exception fault) => Discard(new Error(ErrorCode.Local_Fail, fault.Message));

    public void Dispose() => End();

    // One hand-off for the whole transaction. Its thread has the producer for itself, and disposes of it where it was left behind with it.
    private void Commit(IProducer<byte[]?, byte[]?> producer, List<Telling> tellings, TransactionAttempt attempt, IConsumerGroupMetadata member, CancellationToken token)
    {
        _producer = null;
        _producer = clients.Calls.Run(Name, Committed, token);

        IProducer<byte[]?, byte[]?> Committed(CallWatch watch)
        {
            try
            {
                Commit(producer, tellings, attempt, member, watch);
                return producer;
            }
            catch (Exception)
            {
                clients.End(producer);
                throw;
            }
        }
    }

    private void Commit(IProducer<byte[]?, byte[]?> producer, List<Telling> tellings, TransactionAttempt attempt, IConsumerGroupMetadata member, CallWatch watch)
    {
        watch.Run("BeginTransaction", ClientCalls.Brief, producer.BeginTransaction);
        var room = new BatchRoom();
        foreach (var (telling, index) in attempt.Records)
        {
            var record = diversion.Route(telling.Records[index].Record);
            room.Add(record.Topic, record.Bytes, diversion.MessageBytesMax(record.Topic), Flush);
            var message = new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers };
            attempt.Sent();
            while (!TryProduce(producer, record.Place, message, report => attempt.Delivered(telling, index, record, report.Error)))
            {
                watch.Run("Poll", ClientCalls.Brief, () => producer.Poll(QueueFullPause));
            }
        }

        positions.Add(producer, member, tellings, watch);
        attempt.AwaitDelivered(Timeout);
        for (; ; )
        {
            try
            {
                watch.Run("CommitTransaction", Timeout, () => producer.CommitTransaction(Timeout));
                break;
            }
            catch (KafkaRetriableException) when (attempt.MayRetry)
            {
            }
        }

        watch.Run("Commit", ClientCalls.Brief, () => positions.Committed(tellings));

        void Flush() => watch.Run("Flush", Timeout, () => producer.Flush(Timeout));
    }

    private static bool TryProduce(IProducer<byte[]?, byte[]?> producer, TopicPartition place, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>> delivered)
    {
        try
        {
            producer.Produce(place, message, delivered);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (RefusedTelling.IsOfSize(refused.Error.Code) || refused.Error.Code is ErrorCode.Local_InvalidArg)
        {
            delivered(new DeliveryReport<byte[]?, byte[]?> { Error = refused.Error });
            throw;
        }
    }

    private void Discard(Error error)
    {
        metrics.Failed(error);
        health.Report(error);
        End();
        _isUnsure = true;
        if (error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            Fenced(clients.TransactionalId);
            if (++_fenced == FencedMax)
            {
                exit.Fail($"another silo writes as `{clients.TransactionalId}`; give each silo a name of its own");
            }
        }

        if (_failingSince == 0)
        {
            _failingSince = Stopwatch.GetTimestamp();
        }
        else if (!_hasSaidSo && Stopwatch.GetElapsedTime(_failingSince) >= FailingMax)
        {
            _hasSaidSo = true;
            Failing(FailingMax.TotalSeconds, health.Words(error));
        }
    }

    // What concerns one bank's topic alone is no reason to wait.
    private RefusedTelling? Refused(TransactionAttempt attempt, Error error)
    {
        diversion.Took(attempt.Largest());
        var refused = attempt.Refused();
        if (refused.Count == 0)
        {
            diversion.Doubt(error, attempt.Outgoing.Select(record => record.Topic).Distinct());
        }

        // All of them, so that this transaction is the only one that fails.
        return refused.FindAll(one => !diversion.TryDivert(one, attempt.Outgoing)).FirstOrDefault();
    }

    private void End()
    {
        if (_producer is not null)
        {
            clients.End(_producer);
            _producer = null;
        }
    }

    private List<Telling> WhatWasTold(List<Telling> tellings)
    {
        List<TopicPartition> partitions = [.. tellings.Select(telling => telling.Output.Partition).Distinct()];
        var (committed, institutions) = (positions.Read(partitions), positions.ReadInstitutions(partitions));
        _isUnsure = false;
        return tellings.FindAll(telling => (telling.Output.IsOfInstitutions ? institutions : committed)[telling.Output.Partition] is { } published && telling.To <= published);
    }

    /// <summary>Whether a connection of one producer has broken, as librdkafka's thread tells it.</summary>
    private sealed class Disturbance
    {
        private volatile bool _happened;

        public bool Happened
        {
            get => _happened;
            set => _happened = value;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "another silo took over from `{TransactionalId}`, which was away for too long; what it had not told yet is told once, by whoever has the partition")]
    private partial void Fenced(string transactionalId);

    [LoggerMessage(2, LogLevel.Warning, "no transaction has come through for {Seconds} s ({Reason}); what there is to tell waits until one does")]
    private partial void Failing(double seconds, string reason);

    [LoggerMessage(3, LogLevel.Warning, "the broker cannot end the last transaction before a broker that is away comes back; from now on this silo writes as `{TransactionalId}`")]
    private partial void OtherName(string transactionalId);
}
