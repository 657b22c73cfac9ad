using Confluent.Kafka;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>What one group has committed, asked for without being a member of it. Calls block, and are watched.</summary>
/// <param name="name">Of the client, in the log.</param>
internal sealed class GroupOffsets(string name, string group, KafkaClients clients) : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly WatchedClient<IConsumer<Ignore, Ignore>> _client = clients.Watched(name, () => clients.OffsetsOf(group), asksGroup: true);
    private volatile IConsumerGroupMetadata? _metadata;

    /// <summary>For a transaction. The group has no members, so it is always the same.</summary>
    public IConsumerGroupMetadata Metadata => _metadata ??= _client.Run("ConsumerGroupMetadata", ClientCalls.Brief, client => client.ConsumerGroupMetadata);

    /// <summary>Null where nothing is committed.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Dictionary<TopicPartition, long?> Read(IReadOnlyCollection<TopicPartition> partitions) =>
        Ask("Committed", client => client.Committed(partitions, Timeout)).ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? (long?)null : one.Offset.Value);

    /// <summary>Outside a transaction.</summary>
    public void Commit(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        if (positions.Count > 0)
        {
            Ask("Commit", client =>
            {
                client.Commit(positions);
                return true;
            });
        }
    }

    public T Ask<T>(string call, Func<IConsumer<Ignore, Ignore>, T> ask)
    {
        try
        {
            return _client.Run(call, Timeout, client =>
            {
                // Nobody else looks after it, for it is asked now and then.
                clients.Remind(client);
                return ask(client);
            });
        }
        catch (KafkaException late) when (late is not ClientMissingException && late.Error.Code == ErrorCode.Local_TimedOut)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"the broker has not answered `{call}` of `{name}` within {Timeout.TotalSeconds} s"), late);
        }
    }

    public void Dispose() => _client.Dispose();
}
