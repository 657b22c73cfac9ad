using Covenant.Silo.Kafka;

namespace Covenant.Silo.Topics;

/// <summary>
/// Keeps what is on its way to one topic smaller than a batch of it may be. `max.message.bytes` bounds batches, and librdkafka, which makes
/// them of whatever is on its way together, neither asks for
/// it nor divides a batch that the broker finds too large. For one thread.
/// </summary>
internal sealed class BatchRoom
{
    private readonly Dictionary<string, int> _underway = new(StringComparer.Ordinal);

    /// <summary>Before a record is written: where it does not fit beside what is on its way, that is flushed first.</summary>
    /// <param name="flush">Returns once everything that is on its way is acknowledged.</param>
    public void Add(string topic, int recordBytes, int messageBytesMax, Action flush)
    {
        // What the producer itself puts together is no larger than this.
        if (messageBytesMax >= RecordSize.BytesMax + RecordSize.BatchBytes)
        {
            return;
        }

        if (_underway.TryGetValue(topic, out var together) && together + recordBytes > messageBytesMax)
        {
            flush();
            _underway.Clear();
        }

        _underway[topic] = _underway.GetValueOrDefault(topic, RecordSize.BatchBytes) + recordBytes;
    }
}
