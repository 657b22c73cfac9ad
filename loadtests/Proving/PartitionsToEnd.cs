using Confluent.Kafka;

namespace Covenant.LoadTests.Proving;

/// <summary>Reads partitions from given places to their ends as they are now.</summary>
internal static class PartitionsToEnd
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <param name="fields">Of <see cref="ConsumerConfig.ConsumeResultFields"/>: what is needed beside key, value and place.</param>
    public static void Read<TKey, TValue>(
        string address, IReadOnlyCollection<TopicPartitionOffset> starts, IsolationLevel isolation, string fields, IDeserializer<TKey> keys, IDeserializer<TValue> values,
        Action<ConsumeResult<TKey, TValue>> take, CancellationToken token)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = address,
            GroupId = "covenant-load-proof",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            IsolationLevel = isolation,
            ConsumeResultFields = fields,
            FetchMaxBytes = 16 * 1024 * 1024,
            QueuedMaxMessagesKbytes = 65_536,
        };
        using var consumer = new ConsumerBuilder<TKey, TValue>(config).SetKeyDeserializer(keys).SetValueDeserializer(values).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(starts);
        var unread = starts.Select(start => start.TopicPartition).ToHashSet();
        while (unread.Count > 0)
        {
            token.ThrowIfCancellationRequested();
            if (consumer.Consume(SilenceMax) is not { } record)
            {
                throw new InvalidOperationException($"`{unread.First()}` could not be read to its end: the broker was silent for {SilenceMax.TotalSeconds} s");
            }

            if (record.IsPartitionEOF)
            {
                unread.Remove(record.TopicPartition);
            }
            else
            {
                take(record);
            }
        }
    }
}
