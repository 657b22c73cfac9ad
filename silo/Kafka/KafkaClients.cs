using Confluent.Kafka;
using Covenant.Silo.Hosting;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Kafka;

/// <summary>Makes the silo's Kafka clients. What a guarantee hangs on is set here, in view, over whatever the settings say.</summary>
internal sealed class KafkaClients(IOptions<KafkaOptions> options, KafkaBroker broker, SiloIdentity identity, BrokerHealth health, ClientCalls calls)
{
    private const int FetchedTogetherBytes = 65_536;

    private const int FetchWaitMs = 5;

    private const int FetchPauseMs = 20;

    private const int FetchedAheadKbytes = 8_192;

    private const int EventsAheadKbytes = 16_384;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whoever makes a client has it watched.</summary>
    public ClientCalls Calls { get; } = calls;

    public string Group => options.Value.Group;

    /// <summary>This silo's name to the broker as a writer: stable over restarts, and no other silo's.</summary>
    public string TransactionalId => $"covenant-{Group}-{identity.Name}";

    /// <summary>The names that this silo writes under, one at a time; no silo can bear another's, for a silo's name has no colon.</summary>
    /// <param name="turn">0 for the first one.</param>
    public string TransactionalIdOf(int turn) => turn == 0 ? TransactionalId : $"{TransactionalId}:{turn}";

    /// <summary>Reads the partitions that the group gives it, one at a time taken away; only the silo commits offsets.</summary>
    public ConsumerBuilder<TKey, TValue> GroupConsumer<TKey, TValue>()
    {
        var config = new ConsumerConfig(Settings())
        {
            SessionTimeoutMs = (int)FailureDetection.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)FailureDetection.HeartbeatInterval.TotalMilliseconds,
            GroupId = Group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            // Where what it stands at is gone, that is said, and nothing is passed over in silence.
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            EnablePartitionEof = true,

            // What is not read need not be made: the topic is always the same.
            ConsumeResultFields = "headers,timestamp",
            MaxPollIntervalMs = (int)FailureDetection.PollInterval.TotalMilliseconds,
            AllowAutoCreateTopics = broker.IsEmbedded,
        };

        // By default the broker answers with each record that comes, and each answer costs it, and the silo, more than judging does: see silo/README.md.
        config.FetchMinBytes ??= FetchedTogetherBytes;
        config.FetchWaitMaxMs ??= FetchWaitMs;

        // Where a partition has enough waiting, its next fetch is put off for so long; by default for a second, in which a silo that drains comes to its end.
        config.FetchQueueBackoffMs ??= FetchPauseMs;
        config.QueuedMaxMessagesKbytes ??= EventsAheadKbytes;
        return Consumer<TKey, TValue>(config);
    }

    /// <summary>The name under which whichever silo finds an agreement that is refused tells of it: one for the cluster. No silo can bear it, for a silo's name has no colon.</summary>
    public string RefusalsTransactionalId => $"covenant-{Group}-:agreements";

    /// <summary>Whose positions say up to where refused agreements were told.</summary>
    public string AgreementsGroup => $"{Group}-agreements";

    /// <summary>The name under which whoever delivers what was undelivered does so: one for the cluster and the command.</summary>
    public string RedriveTransactionalId => $"covenant-{Group}-:undelivered";

    /// <summary>As which `datause.undelivered.v1` is read. Nothing is committed.</summary>
    public string UndeliveredGroup => $"{Group}-undelivered";

    /// <summary>As which `datause.held.v1` is read. Nothing is committed.</summary>
    public string HeldGroup => $"{Group}-held";

    /// <summary>Reads all partitions of a topic from where it is told; says where each ends. It commits nothing.</summary>
    /// <param name="reset">Where what it stands at is gone.</param>
    public ConsumerBuilder<byte[], byte[]> WholeTopicReader(string group, AutoOffsetReset reset = AutoOffsetReset.Earliest)
    {
        var config = new ConsumerConfig(Settings())
        {
            GroupId = group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = reset,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            AllowAutoCreateTopics = broker.IsEmbedded,
        };

        // Beside the events' consumer: by default each would fetch 64 MiB ahead.
        config.QueuedMaxMessagesKbytes ??= FetchedAheadKbytes;
        return Consumer<byte[], byte[]>(config);
    }

    /// <summary>Reads the records it is told to.</summary>
    public IConsumer<byte[]?, byte[]?> RecordReader() => Consumer<byte[]?, byte[]?>(new ConsumerConfig(Settings())
    {
        GroupId = Group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        IsolationLevel = IsolationLevel.ReadCommitted,
    }).Build();

    /// <summary>Asks what a group has committed, without being a member of it.</summary>
    /// <param name="isStable">Whether a position in a transaction that is still open is waited for.</param>
    public IConsumer<Ignore, Ignore> OffsetsOf(string group, bool isStable = true) => Consumer<Ignore, Ignore>(new ConsumerConfig(Settings())
    {
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        IsolationLevel = isStable ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
    }).Build();

    /// <summary>Writes records and positions together or not at all. A second one of the same name ends what the first had open, and the first writes no more.</summary>
    /// <param name="disturbed">Called, on another thread, where a connection of this producer breaks or cannot be made.</param>
    public IProducer<byte[]?, byte[]?> TransactionalProducer(string? transactionalId = null, Action? disturbed = null)
    {
        var config = new ProducerConfig(Settings())
        {
            TransactionalId = transactionalId ?? TransactionalId,
            TransactionTimeoutMs = (int)FailureDetection.TransactionTimeout.TotalMilliseconds,
            EnableIdempotence = true,
            Acks = Acks.All,

            // What leaves has at most `RecordSize.BytesMax`; what is held stays as large as it came.
            MessageMaxBytes = TopicPlan.IncomingBytesMax,
            BatchSize = RecordSize.BytesMax,

            // Topics are looked at before they are written to; one that is gone since is not waited for, which by default is 30 s.
            TopicMetadataPropagationMaxMs = 1_000,
        };

        // The broker still writes the markers of the transaction before when the next one begins, and says to come again: a whole back-off later, which by default is 100 ms.
        config.LingerMs ??= 0;
        config.RetryBackoffMs ??= 1;
        config.RetryBackoffMaxMs ??= 5;
        return new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, error) => Report(error, disturbed)).SetLogHandler((_, line) => health.Log(line)).Build();
    }

    /// <summary>One that has ended what another of its name had open. Blocks.</summary>
    /// <param name="watch">Of the thread that calls.</param>
    public IProducer<byte[]?, byte[]?> OpenTransactional(CallWatch watch, TimeSpan timeout, string? transactionalId = null, Action? disturbed = null)
    {
        var producer = watch.Run("create", ClientCalls.Brief, () => TransactionalProducer(transactionalId, disturbed));
        try
        {
            watch.Run("InitTransactions", timeout, () => producer.InitTransactions(timeout));
            return producer;
        }
        catch (Exception)
        {
            End(producer);
            throw;
        }
    }

    /// <summary>Writes each record once and in order, and goes on trying until all in-sync replicas have it.</summary>
    public IProducer<byte[]?, byte[]?> Producer() =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig(Settings())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            MessageTimeoutMs = 0,

            // What leaves has at most `RecordSize.BytesMax`; what is held stays as large as it came.
            MessageMaxBytes = TopicPlan.IncomingBytesMax,
            BatchSize = RecordSize.BytesMax,
        }).SetErrorHandler((_, error) => health.Report(error)).SetLogHandler((_, line) => health.Log(line)).Build();

    /// <param name="disturbed">Called on librdkafka's thread where a connection breaks or cannot be made.</param>
    public IAdminClient Admin(Action? disturbed = null) =>
        new AdminClientBuilder(Settings()).SetErrorHandler((_, error) => Report(error, disturbed)).SetLogHandler((_, line) => health.Log(line)).Build();

    /// <summary>A client that others are to use while one of its calls does not come back.</summary>
    public WatchedClient<TClient> Watched<TClient>(string name, Func<TClient> create, bool asksGroup = false)
        where TClient : class, IClient => new(name, create, this, asksGroup);

    /// <summary>
    /// Has a client that is done with disposed of, and does not wait for it: librdkafka waits for its own threads without a bound. A
    /// transactional one can write nothing once its successor is
    /// there. No thread may be inside of it.
    /// </summary>
    public void End(IClient client)
    {
        _ = EndAsync();

        async Task EndAsync()
        {
            try
            {
                await Calls.RunAsync(client.Name, watch => watch.Run("Dispose", EndTimeout, () => Dispose(client)), CancellationToken.None);
            }
            catch (ClientMissingException)
            {
                // It is said and counted already, and nobody waits for it.
            }
        }
    }

    /// <summary>
    /// Takes a member out of its group whose own thread is stuck; the group would wait for it for as long as that thread may take.
    /// </summary>
    /// <param name="owner">What is missing already.</param>
    public async Task LeaveGroupAsync<TKey, TValue>(IConsumer<TKey, TValue> member, object owner)
    {
        try
        {
            await Calls.RunAsync("member of the group", Leave, CancellationToken.None, owner);
        }
        catch (KafkaException refused)
        {
            // Then the group finds it out by itself.
            health.Report(refused.Error);
        }

        bool Leave(CallWatch watch)
        {
            watch.Run("Unsubscribe", ClientCalls.Brief, member.Unsubscribe);
            watch.Run("Unassign", ClientCalls.Brief, member.Unassign);
            return true;
        }
    }

    /// <inheritdoc cref="BrokerReminder"/>
    public BrokerReminder Reminder(IClient client) => new(client, broker.Address);

    /// <summary>Before a request of a client that has none now and then; see <see cref="BrokerReminder"/>.</summary>
    public void Remind(IClient client) => client.AddBrokers(broker.Address);

    /// <inheritdoc cref="Remind(IClient)"/>
    public void Remind(IClient client, CallWatch watch) => watch.Run("AddBrokers", ClientCalls.Brief, () => Remind(client));

    /// <summary>What librdkafka has against these settings; null where it takes them.</summary>
    public static string? Refusal(KafkaOptions options)
    {
        try
        {
            using var client = new AdminClientBuilder(options.Settings).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception refused)
        {
            var message = refused.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            return $"librdkafka does not take a setting under `{KafkaOptions.Section}`: {char.ToLowerInvariant(message[0])}{message[1..]}; see librdkafka's CONFIGURATION.md";
        }
    }

    private static bool Dispose(IClient client)
    {
        client.Dispose();
        return true;
    }

    private void Report(Error error, Action? disturbed)
    {
        if (BrokerHealth.IsDisturbance(error.Code))
        {
            disturbed?.Invoke();
        }

        health.Report(error);
    }

    private ConsumerBuilder<TKey, TValue> Consumer<TKey, TValue>(ConsumerConfig config) =>
        new ConsumerBuilder<TKey, TValue>(config).SetErrorHandler((_, error) => health.Report(error)).SetLogHandler((_, line) => health.Log(line));

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(options.Value.Settings, StringComparer.Ordinal) { [KafkaOptions.BootstrapServers] = broker.Address };
        settings.TryAdd("client.id", "covenant");

        // A broker that is back is found within so long, by each client; by default it is 10 s.
        settings.TryAdd("reconnect.backoff.max.ms", "1000");

        // Partitions that were added are known within so long; by default it is 5 min.
        settings.TryAdd("topic.metadata.refresh.interval.ms", "5000");
        return settings;
    }
}
