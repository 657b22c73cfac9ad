using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>The one client that asks for topics and makes them. Its calls are watched; for any thread.</summary>
/// <remarks>INVARIANT (no request while away): librdkafka 2.16 ends the process where an administrator's request waits for a broker that
/// comes up (an assertion in
/// <c>rd_kafka_enq_once_del_source_return</c>). So none is made before a plain question was answered since a connection broke.</remarks>
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
            return watch.Run(call, timeout, () => ask(admin).GetAwaiter().GetResult());
        },
        token);

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
        if (!_isDisturbed)
        {
            return;
        }

        // Before the question: what breaks from now on is news.
        _isDisturbed = false;
        var isMet = false;
        try
        {
            // A broker that comes back may name none at first, itself included.
            isMet = watch.Run("GetMetadata", MeetTimeout, () => admin.GetMetadata(MeetTimeout)).Brokers.Count > 0;
        }
        finally
        {
            _isDisturbed |= !isMet;
        }

        if (!isMet)
        {
            throw new KafkaException(new Error(ErrorCode.Local_AllBrokersDown, "no broker can be reached"));
        }
    }
}
