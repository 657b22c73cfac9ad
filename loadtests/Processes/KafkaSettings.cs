using System.Globalization;

namespace Covenant.LoadTests.Processes;

/// <summary>How a <see cref="KafkaNode"/> differs from a plain one.</summary>
public sealed record KafkaSettings
{
    /// <summary>The folder of an Apache Kafka distribution.</summary>
    public required string Home { get; init; }

    /// <summary>The <c>java</c> program.</summary>
    public required string Java { get; init; }

    /// <summary>Server settings beside, or in place of, the usual ones; <c>{port}</c>, <c>{controller}</c> and <c>{spare}</c> stand for the node's three ports.</summary>
    public IReadOnlyDictionary<string, string> Server { get; init; } = new Dictionary<string, string>();

    /// <summary>Who logs in at a listener of its own and is asked for rights, as a bank's platform would have it; null = nobody is asked for any.</summary>
    public string? User { get; init; }

    /// <summary>Whose cluster it joins, as a broker alone; null = it is the first of a cluster of its own.</summary>
    public KafkaNode? Joined { get; init; }

    /// <summary>Arguments for Java, such as <c>-Djava.security.auth.login.config=FILE</c>.</summary>
    public IReadOnlyList<string> JavaArguments { get; init; } = [];

    /// <summary>What a client needs to come in as <see cref="User"/>.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Login => User is null ? [] :
    [
        new("security.protocol", "SASL_PLAINTEXT"), new("sasl.mechanism", "PLAIN"), new("sasl.username", User), new("sasl.password", Password),
    ];

    internal string Text(string folder, int port, int controller, int spare)
    {
        string Filled(string value) => value
            .Replace("{port}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{controller}", controller.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{spare}", spare.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // Of two lines with one name the last one holds.
        return string.Join('\n', [Usual(folder, port, controller), .. (User is null ? [] : Guarded()).Concat(Joined is null ? [] : Joining(Joined)).Concat(Server).Select(setting => $"{setting.Key}={Filled(setting.Value)}")]) + "\n";
    }

    private const string Password = "for-faults-alone";

    private Dictionary<string, string> Guarded() => new(StringComparer.Ordinal)
    {
        ["listeners"] = "PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},SASL_PLAINTEXT://127.0.0.1:{spare}",
        ["advertised.listeners"] = "PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:{spare}",
        ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
        ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        ["super.users"] = "User:ANONYMOUS",
        ["allow.everyone.if.no.acl.found"] = "true",
        ["sasl.enabled.mechanisms"] = "PLAIN",
        ["listener.name.sasl_plaintext.plain.sasl.jaas.config"] = $"org.apache.kafka.common.security.plain.PlainLoginModule required user_{User}=\"{Password}\";",
    };

    private static Dictionary<string, string> Joining(KafkaNode first) => new(StringComparer.Ordinal)
    {
        ["process.roles"] = "broker",
        ["node.id"] = "2",
        ["controller.quorum.voters"] = $"1@{first.ControllerAddress}",
        ["listeners"] = "PLAINTEXT://127.0.0.1:{port}",
    };

    private static string Usual(string folder, int port, int controller) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controller}
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={folder}/data
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        num.partitions=4
        """;
}
