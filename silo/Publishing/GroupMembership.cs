using Confluent.Kafka;

namespace Covenant.Silo.Publishing;

/// <summary>This silo as a member of the consumer group, for those who commit in its name.</summary>
internal sealed class GroupMembership
{
    private volatile Member? _member;

    /// <summary>Fresh for each transaction: a broker refuses the offsets of a generation that is over. Null while this silo is no member.</summary>
    public IConsumerGroupMetadata? Metadata
    {
        get
        {
            try
            {
                return _member?.Metadata();
            }
            catch (ObjectDisposedException)
            {
                // The consumer has just left.
                return null;
            }
        }
    }

    public void Join<TKey, TValue>(IConsumer<TKey, TValue> consumer) =>
        _member = new Member(() => consumer.ConsumerGroupMetadata, offsets => consumer.Commit(offsets));

    public void Leave() => _member = null;

    /// <summary>Commits outside a transaction.</summary>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets) => _member?.Commit(offsets);

    private sealed record Member(Func<IConsumerGroupMetadata> Metadata, Action<IEnumerable<TopicPartitionOffset>> Commit);
}
