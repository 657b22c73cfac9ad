using Covenant.Silo.Kafka;

namespace Covenant.Silo.Topics;

/// <summary>
/// Keeps what is on its way to one topic smaller than a batch of it may be. `max.message.bytes` bounds batches, and librdkafka, which makes them of whatever is on its way together, neither asks for
/// it nor divides a batch that the broker finds too large. For one thread.
/// </summary>
internal sealed class BatchRoom
{
    private readonly Dictionary<string, int> _underway = new(StringComparer.Ordinal);

    /// <summary>Whether the record has to wait until all that went before is acknowledged (<see cref="Acknowledged"/>).</summary>
    public bool MustWait(string topic, int recordBytes, int messageBytesMax)
    {
        // What the producer itself puts together is no larger than this.
        if (messageBytesMax >= RecordSize.BytesMax + RecordSize.BatchBytes)
        {
            return false;
        }

        var together = _underway.GetValueOrDefault(topic, RecordSize.BatchBytes) + recordBytes;
        if (together > messageBytesMax && _underway.ContainsKey(topic))
        {
            return true;
        }

        _underway[topic] = together;
        return false;
    }

    /// <summary>Nothing is on its way any more.</summary>
    public void Acknowledged() => _underway.Clear();
}
