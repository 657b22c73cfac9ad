using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>Publishes agreements, and knows when each silo has heard of them.</summary>
internal sealed class AgreementPublisher(string address) : IDisposable
{
    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = address, EnableIdempotence = true, MessageTimeoutMs = 0 })
        .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <returns>What a silo calls the record once it has taken it.</returns>
    public async Task<PublishedAgreement> PublishAsync(string institution, IReadOnlyList<AgreementChange> changes, CancellationToken token)
    {
        var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(institution), Value = Encoding.UTF8.GetBytes(Banks.TextOf(institution, changes)) };
        _producer.AddBrokers(address);
        var at = await _producer.ProduceAsync(ChaosTopics.Agreements, message, token);
        return new(string.Create(CultureInfo.InvariantCulture, $"{at.Topic}[{at.Partition.Value}]@{at.Offset.Value}"), Stopwatch.GetTimestamp());
    }

    public void Dispose() => _producer.Dispose();
}

/// <summary>A record that is in the topic.</summary>
/// <param name="At">Taken after the broker had it.</param>
internal sealed record PublishedAgreement(string Name, long At);
