using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Undelivered;

/// <summary>Fetches records that wait from where they stand. Calls block, and are watched; for one thread.</summary>
/// <param name="watch">Of the thread that calls.</param>
internal sealed class UndeliveredRecords(KafkaClients clients, CallWatch watch) : IDisposable
{
    private static readonly TopicPartition Partition = new(TopicNames.Undelivered, 0);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IConsumer<byte[], byte[]> _consumer = watch.Run("create", ClientCalls.Brief, clients.WholeTopicReader(clients.UndeliveredGroup).Build);
    private long _at = -1;

    /// <summary>The next records of a topic that wait in turn, in order: at least one where there is one.</summary>
    /// <param name="from">The first offset that is looked at.</param>
    /// <param name="last">The last one.</param>
    public List<UndeliveredRecord> InTurn(string topic, long from, long last, int recordsMax, int bytesMax)
    {
        List<UndeliveredRecord> found = [];
        var bytes = 0;
        foreach (var entry in From(from, last))
        {
            if (entry.Record is { Bytes: null } record && entry.Topic == topic)
            {
                bytes += record.Original.Bytes;
                if (found.Count > 0 && bytes > bytesMax)
                {
                    break;
                }

                found.Add(record);
                if (found.Count == recordsMax)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <returns>Null where none stands there any more.</returns>
    public UndeliveredRecord? At(string topic, long offset) => From(offset, offset).FirstOrDefault(entry => entry.Topic == topic)?.Record;

    public void Dispose() => clients.End(_consumer);

    private IEnumerable<UndeliveredEntry> From(long from, long last)
    {
        clients.Remind(_consumer, watch);
        if (_at != from)
        {
            watch.Run("Assign", ClientCalls.Brief, () => _consumer.Assign(new TopicPartitionOffset(Partition, from)));
        }

        for (_at = -1; ;)
        {
            var result = watch.Run("Consume", Timeout, () => _consumer.Consume(Timeout)) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            if (result.IsPartitionEOF || result.Offset.Value > last)
            {
                _at = -1;
                yield break;
            }

            _at = result.Offset.Value + 1;
            var message = new Message<byte[]?, byte[]?> { Key = result.Message.Key, Value = result.Message.Value, Headers = result.Message.Headers };
            if (UndeliveredForm.Read(message, result.Offset.Value) is { } entry)
            {
                yield return entry;
            }

            if (result.Offset.Value == last)
            {
                yield break;
            }
        }
    }
}
