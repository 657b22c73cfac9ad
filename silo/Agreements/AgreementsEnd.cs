using Confluent.Kafka;
using Covenant.Grains.Agreements;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Agreements;

/// <summary>Tells those who wait for it that all which stood in the agreements' topic is read and in force. For one thread.</summary>
internal sealed class AgreementsEnd(AgreementBooks books)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly Dictionary<TopicPartition, long> _positions = [];
    private Dictionary<TopicPartition, long> _ends = [];
    private TaskCompletionSource? _asked;

    /// <summary>This is read, and what came of it is in force.</summary>
    public void Read(ConsumeResult<byte[], byte[]> result) => _positions[result.TopicPartition] = result.Offset.Value + (result.IsPartitionEOF ? 0 : 1);

    /// <exception cref="KafkaException">The broker does not say where the topic ends.</exception>
    public async Task TellAsync(WatchedClient<IConsumer<byte[], byte[]>> consumer, CancellationToken token)
    {
        if (_asked is null)
        {
            if ((_asked = books.TakeAskedToEnd()) is null)
            {
                return;
            }

            _ends = [];
        }

        if (_ends.Count == 0)
        {
            _ends = await consumer.RunAsync(
                "QueryWatermarkOffsets", Timeout, client => client.Assignment.ToDictionary(one => one, one => client.QueryWatermarkOffsets(one, Timeout).High.Value), token);
        }

        if (_ends.All(end => _positions.GetValueOrDefault(end.Key) >= end.Value))
        {
            _asked.TrySetResult();
            _asked = null;
        }
    }
}
