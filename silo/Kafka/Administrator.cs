using Confluent.Kafka;
using Confluent.Kafka.Admin;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>The one client that asks for topics and makes them. Its calls are watched; for any thread.</summary>
/// <remarks>INVARIANT (no request while away): librdkafka 2.16 ends the process where an administrator's request waits for a broker that
/// comes up (an assertion in
/// <c>rd_kafka_enq_once_del_source_return</c>). So none is made before a plain question was answered since a connection broke.
/// Confluent's administrator (2.16) disposes of itself over a description of a partition without a replica in sync, and leaves whoever
/// asked waiting, or ends the process. So none is asked for before the plain metadata said that there is no such partition.</remarks>
internal sealed class Administrator : IDisposable
{
    private static readonly TimeSpan MeetTimeout = TimeSpan.FromSeconds(3);

    private readonly KafkaClients _clients;
    private readonly WatchedClient<IAdminClient> _client;
    private volatile bool _isDisturbed = true;

    public Administrator(KafkaClients clients)
    {
        _clients = clients;
        _client = clients.Watched("administrator of topics", () => clients.Admin(disturbed: () => _isDisturbed = true));
    }

    /// <param name="call">Its name in the log.</param>
    /// <param name="timeout">After which the request itself gives up.</param>
    /// <exception cref="KafkaException">The broker does not answer, or refuses.</exception>
    public Task<T> AskAsync<T>(string call, TimeSpan timeout, Func<IAdminClient, Task<T>> ask, CancellationToken token = default) => _client.RunAsync(
        (admin, watch) =>
        {
            _clients.Remind(admin, watch);
            Meet(admin, watch);
            return watch.Run(call, timeout, () => ask(admin).AnswerOf(admin));
        },
        token);

    /// <summary>One for each, with its error where it has one.</summary>
    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task<List<TopicDescription>> DescribeAsync(IReadOnlyCollection<string> topics, DescribeTopicsOptions options, TimeSpan timeout)
    {
        try
        {
            return await _client.RunAsync(Describe, CancellationToken.None);
        }
        catch (ClientDestroyedException)
        {
            return await _client.RunAsync(Describe, CancellationToken.None);
        }

        List<TopicDescription> Describe(IAdminClient admin, CallWatch watch)
        {
            _clients.Remind(admin, watch);
            var away = OutOfSync(Look(admin, watch));
            List<string> asked = [.. topics.Where(topic => !away.Contains(topic))];
            return
            [
                .. asked.Count == 0 ? [] : watch.Run("DescribeTopics", timeout, () => Answers(admin, TopicCollection.OfTopicNames(asked))),
                .. topics.Where(away.Contains).Select(OutOfSync),
            ];
        }

        List<TopicDescription> Answers(IAdminClient admin, TopicCollection asked)
        {
            try
            {
                return admin.DescribeTopicsAsync(asked, options).AnswerOf(admin).TopicDescriptions;
            }
            catch (DescribeTopicsException some)
            {
                return some.Results.TopicDescriptions;
            }
        }
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    public Task AskAsync(string call, TimeSpan timeout, Func<IAdminClient, Task> ask, CancellationToken token = default) => AskAsync(
        call,
        timeout,
        async admin =>
        {
            await ask(admin);
            return true;
        },
        token);

    /// <param name="topic">Null for the brokers alone.</param>
    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public Task<Metadata> MetadataAsync(string? topic, TimeSpan timeout, CancellationToken token = default) => _client.RunAsync(
        "GetMetadata",
        timeout,
        admin =>
        {
            _clients.Remind(admin);
            return topic is null ? admin.GetMetadata(timeout) : admin.GetMetadata(topic, timeout);
        },
        token);

    public void Dispose() => _client.Dispose();

    private void Meet(IAdminClient admin, CallWatch watch)
    {
        if (_isDisturbed)
        {
            Look(admin, watch);
        }
    }

    private Metadata Look(IAdminClient admin, CallWatch watch)
    {
        // Before the question: what breaks from now on is news.
        _isDisturbed = false;
        var isMet = false;
        try
        {
            // A broker that comes back may name none at first, itself included.
            var found = watch.Run("GetMetadata", MeetTimeout, () => admin.GetMetadata(MeetTimeout));
            isMet = found.Brokers.Count > 0;
            return isMet ? found : throw new KafkaException(new Error(ErrorCode.Local_AllBrokersDown, "no broker can be reached"));
        }
        finally
        {
            _isDisturbed |= !isMet;
        }
    }

    private static HashSet<string> OutOfSync(Metadata found) =>
    [
        .. found.Topics.Where(topic => topic.Partitions.Exists(partition => partition.InSyncReplicas.Length == 0)).Select(topic => topic.Topic),
    ];

    private static TopicDescription OutOfSync(string topic) =>
        new()
        {
            Name = topic,
            Error = new Error(ErrorCode.LeaderNotAvailable, "a partition of it has no replica in sync"),
            Partitions = [],
            AuthorizedOperations = [],
        };
}
