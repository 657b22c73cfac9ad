using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Undelivered;

/// <summary>A topic still refuses what was undelivered.</summary>
internal sealed class TopicRefusedException(string topic, Error error) : Exception($"`{topic}` refuses")
{
    public string Topic { get; } = topic;

    public Error Error { get; } = error;
}

/// <summary>
/// One time with the right to deliver what is undelivered: whoever begins one ends that of whoever had it before. After anything but a
/// commit it is over. Calls block, and are watched.
/// </summary>
internal sealed class RedriveSession : IDisposable
{
    private const int CommitRetriesMax = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly KafkaClients _clients;
    private readonly CallWatch _watch;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    /// <param name="watch">Of the thread that calls, now and later.</param>
    /// <exception cref="KafkaException">The broker does not answer, or refuses.</exception>
    public RedriveSession(KafkaClients clients, CallWatch watch)
    {
        (_clients, _watch) = (clients, watch);
        _producer = clients.OpenTransactional(watch, Timeout, clients.RedriveTransactionalId);
    }

    /// <summary>Whether somebody else has the right now.</summary>
    public static bool IsFencing(Error error) => error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    /// <summary>The end of the topic, what is in transactions that are still open included.</summary>
    /// <remarks>INVARIANT (delivered once): what the one before has committed stands below this end; it may stand behind a transaction that
    /// is still open, where a reader of committed records does not
    /// come to yet. So this end is asked for after the one before was ended, and nothing is delivered until the book has come to
    /// it.</remarks>
    public static async Task<long> EndAsync(Administrator administrator)
    {
        var asked = new TopicPartitionOffsetSpec { TopicPartition = new(TopicNames.Undelivered, 0), OffsetSpec = OffsetSpec.Latest() };
        var options = new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadUncommitted, RequestTimeout = Timeout };
        var answer = await administrator.AskAsync("ListOffsets", Timeout, admin => admin.ListOffsetsAsync([asked], options));
        return answer.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    /// <summary>Writes all of them or none.</summary>
    /// <exception cref="TopicRefusedException">The topic would not take its record.</exception>
    /// <exception cref="KafkaException">It is not known whether they are written.</exception>
    public void Commit(string topic, IReadOnlyList<OutgoingRecord> records, int messageBytesMax)
    {
        var answers = new Answers();
        try
        {
            _watch.Run("BeginTransaction", ClientCalls.Brief, _producer.BeginTransaction);
            var room = new BatchRoom();
            foreach (var record in records)
            {
                room.Add(record.Topic, record.Bytes, record.Topic == topic ? messageBytesMax : int.MaxValue, Flush);
                _producer.Produce(
                    record.Place, new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers }, report => answers.Add(report.Topic, report.Error));
            }

            Commit();
        }
        catch (KafkaException failed)
        {
            throw (answers.Of(topic), answers.Of(TopicNames.Undelivered)) is ({ } refusal, null) && !IsFencing(failed.Error) ? new TopicRefusedException(topic, refusal) : failed;
        }
    }

    public void Dispose() => _clients.End(_producer);

    private void Flush() => _watch.Run("Flush", Timeout, () => _producer.Flush(Timeout));

    private void Commit()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                _watch.Run("CommitTransaction", Timeout, () => _producer.CommitTransaction(Timeout));
                return;
            }
            catch (KafkaRetriableException) when (tries < CommitRetriesMax)
            {
            }
        }
    }

    /// <summary>The first refusal of each topic. Records that were taken back because the transaction failed are none.</summary>
    private sealed class Answers
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, Error> _errors = new(StringComparer.Ordinal);

        public void Add(string topic, Error error)
        {
            if (error.IsError && error.Code is not (ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_Fatal) && !IsFencing(error))
            {
                lock (_lock)
                {
                    _errors.TryAdd(topic, error);
                }
            }
        }

        public Error? Of(string topic)
        {
            lock (_lock)
            {
                return _errors.GetValueOrDefault(topic);
            }
        }
    }
}
