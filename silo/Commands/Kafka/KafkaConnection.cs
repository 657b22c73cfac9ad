using System.CommandLine;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Kafka;

/// <summary>Which broker a command talks to, and how: what <c>--bootstrap-server</c> and <c>--kafka-config</c> say.</summary>
internal sealed class KafkaConnection(string bootstrapServers, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>How long a broker may take to answer one request.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public string BootstrapServers { get; } = bootstrapServers;

    /// <summary>Watches the calls of one command.</summary>
    public ClientCalls Calls { get; } = new(new SiloExit(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), NullLogger<SiloExit>.Instance), NullLogger<ClientCalls>.Instance);

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
    /// <param name="work">Names each call that may block before it makes it.</param>
    /// <exception cref="CommandException">The broker did not answer, or refused, or the client did not come back.</exception>
    public T With<T, TClient>(Func<ClientConfig, HeardTrouble, TClient> connect, Func<TClient, CallWatch, T> work)
        where TClient : IDisposable
    {
        var heard = new HeardTrouble(settings.GetValueOrDefault("sasl.username"), settings.GetValueOrDefault("ssl.ca.location"));
        try
        {
            var answer = Calls.RunAsync("command", watch => Answer(() => connect(Settings(), heard), work, watch), CancellationToken.None);
            if (Task.WhenAny(answer, heard.IsHopelessAsync()).GetAwaiter().GetResult() != answer)
            {
                // The client is left behind in its request, which nothing but its time ends; so does the command.
                throw new KafkaException(ErrorCode.Local_TimedOut);
            }

            return answer.GetAwaiter().GetResult();
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

    private static T Answer<T, TClient>(Func<TClient> connect, Func<TClient, CallWatch, T> work, CallWatch watch)
        where TClient : IDisposable
    {
        var client = watch.Run("create", ClientCalls.Brief, connect);
        var answer = work(client, watch);

        // Where the work failed, the process ends it.
        watch.Run("Dispose", Timeout, client.Dispose);
        return answer;
    }

    /// <summary>In words; null for what does not come from Kafka.</summary>
    private string? Reason(Exception failed, HeardTrouble heard) => failed switch
    {
        ClientMissingException missing => heard.Words() ?? missing.Error.Reason,
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
