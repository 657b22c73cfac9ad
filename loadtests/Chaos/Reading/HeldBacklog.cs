using System.Text;
using Confluent.Kafka;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>What waits in <c>datause.held.v1</c>, as a committed reader finds it: a record without a value takes one away.</summary>
internal static class HeldBacklog
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    /// <summary>How many records wait now.</summary>
    public static int Count(string address)
    {
        var config = new ConsumerConfig { BootstrapServers = address, GroupId = "chaos-held", EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = IsolationLevel.ReadCommitted };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(ChaosTopics.Held, 0, Offset.Beginning));
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        while (consumer.Consume(Wait) is { IsPartitionEOF: false } record)
        {
            var key = Encoding.UTF8.GetString(record.Message.Key);
            _ = record.Message.Value is null ? waiting.Remove(key) : waiting.Add(key);
        }

        return waiting.Count;
    }
}
