using System.CommandLine;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Kafka;

/// <summary>Which broker a command talks to, and how: what <c>--bootstrap-server</c> and <c>--kafka-config</c> say.</summary>
internal sealed class KafkaConnection(string bootstrapServers, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>How long a broker may take to answer one request.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public string BootstrapServers { get; } = bootstrapServers;

    public static Option<string> ServerOption() => new("--bootstrap-server") { Description = "Where Kafka listens, such as localhost:9092.", HelpName = "HOST:PORT", Required = true };

    public static Option<string[]> ConfigOption() => new("--kafka-config")
    {
        Description = "A setting of the Kafka client (librdkafka), such as security.protocol=SASL_SSL; may be repeated.",
        HelpName = "KEY=VALUE",
    };

    public static KafkaConnection Of(string bootstrapServers, string[]? settings)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings ?? [])
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw CommandException.Usage($"`--kafka-config` needs `KEY=VALUE`, not `{setting}`");
            }

            read[setting[..equals]] = setting[(equals + 1)..];
        }

        return new KafkaConnection(bootstrapServers, read);
    }

    /// <summary>A client for <see cref="With"/>.</summary>
    public static IAdminClient Administrator(ClientConfig settings, HeardTrouble heard) =>
        new AdminClientBuilder(settings).SetErrorHandler((_, error) => heard.Add(error)).SetLogHandler((_, line) => heard.Add(line)).Build();

    /// <param name="connect">Makes the client, which tells the second argument what it hears of the broker.</param>
    /// <exception cref="CommandException">The broker did not answer, or refused.</exception>
    public T With<T, TClient>(Func<ClientConfig, HeardTrouble, TClient> connect, Func<TClient, T> work)
        where TClient : IDisposable
    {
        var heard = new HeardTrouble(settings.GetValueOrDefault("sasl.username"), settings.GetValueOrDefault("ssl.ca.location"));
        try
        {
            var client = connect(Settings(), heard);
            var answer = Task.Run(() => work(client));
            if (Task.WhenAny(answer, heard.IsHopelessAsync()).GetAwaiter().GetResult() != answer)
            {
                // The client is left behind in its request, which nothing but its time ends; so does the command.
                throw new KafkaException(ErrorCode.Local_TimedOut);
            }

            using (client)
            {
                return answer.GetAwaiter().GetResult();
            }
        }
        catch (Exception failed) when (Reason(failed, heard) is { } reason)
        {
            throw CommandException.Failed($"kafka at `{BootstrapServers}`: {reason}");
        }
    }

    /// <summary>The silos' own clients, as this command comes in.</summary>
    /// <param name="group">The silos' consumer group.</param>
    public KafkaOptions OptionsFor(string group)
    {
        var options = new KafkaOptions();
        foreach (var (name, value) in settings.Append(new(KafkaOptions.BootstrapServers, BootstrapServers)).Append(new(KafkaOptions.GroupId, group)))
        {
            options.Settings[name] = value;
        }

        return options;
    }

    /// <summary>What an error means, in words.</summary>
    public string Words(Error error) => BrokerWords.Of(error, settings.GetValueOrDefault("sasl.username")).Words;

    /// <summary>In words; null for what does not come from Kafka.</summary>
    private string? Reason(Exception failed, HeardTrouble heard) => failed switch
    {
        KafkaException { Error.Code: ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve } =>
            heard.Words() ?? $"no answer within {Timeout.TotalSeconds} seconds; is that where it listens?",
        DescribeConfigsException { Results: { } results } => Words(results.First(result => result.Error.IsError).Error),
        DescribeTopicsException { Results.TopicDescriptions: { } topics } => Words(topics.First(topic => topic.Error.IsError).Error),
        KafkaException kafka => Words(kafka.Error),
        AggregateException { InnerException: { } inner } => Reason(inner, heard),
        InvalidOperationException or ArgumentException => $"a setting is wrong: {BrokerWords.Plain(failed.Message)}",
        _ => null,
    };

    private ClientConfig Settings() => new(new Dictionary<string, string>(settings, StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = BootstrapServers,

        // The command says in one line what went wrong; but some of it librdkafka tells in its log alone.
        ["log_level"] = "6",
    });
}
