using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Kafka;

/// <summary>Where the broker is: the one that the settings name, or one of our own inside this process (librdkafka's mock cluster, which creates a topic on first use).</summary>
internal sealed class KafkaBroker : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    // The mock cluster lives as long as the client that was built with it.
    private readonly IAdminClient? _embedded;

    public KafkaBroker(IOptions<KafkaOptions> options)
    {
        IsEmbedded = options.Value.IsEmbedded;
        if (!IsEmbedded)
        {
            Address = options.Value.Settings[KafkaOptions.BootstrapServers];
            return;
        }

        var settings = new Dictionary<string, string> { [KafkaOptions.BootstrapServers] = "embedded", ["test.mock.num.brokers"] = "1" };
        _embedded = new AdminClientBuilder(settings).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        Address = string.Join(',', _embedded.GetMetadata(StartTimeout).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
    }

    public bool IsEmbedded { get; }

    /// <summary>For <c>bootstrap.servers</c>.</summary>
    public string Address { get; }

    public void Dispose() => _embedded?.Dispose();
}
