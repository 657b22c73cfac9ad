using System.CommandLine;
using Confluent.Kafka;
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

    /// <exception cref="CommandException">The broker did not answer, or refused.</exception>
    public T With<T, TClient>(Func<IEnumerable<KeyValuePair<string, string>>, TClient> connect, Func<TClient, T> work)
        where TClient : IDisposable
    {
        try
        {
            using var client = connect(Settings());
            return work(client);
        }
        catch (Exception failed) when (Reason(failed) is { } reason)
        {
            throw CommandException.Failed($"kafka at `{BootstrapServers}`: {reason}");
        }
    }

    /// <summary>In words; null for what does not come from Kafka.</summary>
    private static string? Reason(Exception failed) => failed switch
    {
        KafkaException { Error.Code: ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve } =>
            $"no answer within {Timeout.TotalSeconds} seconds; is that where it listens?",
        KafkaException kafka => Lower(kafka.Error.Reason),
        AggregateException { InnerException: { } inner } => Reason(inner),
        InvalidOperationException or ArgumentException => $"a setting is wrong: {Lower(failed.Message)}",
        _ => null,
    };

    private static string Lower(string reason) => reason.Length == 0 ? "it failed" : char.ToLowerInvariant(reason[0]) + reason[1..].ReplaceLineEndings(" ").TrimEnd('.');

    private Dictionary<string, string> Settings() => new(settings, StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = BootstrapServers,

        // The command says in one line what went wrong; the client's own log would say it in ten.
        ["log_level"] = "0",
    };
}
