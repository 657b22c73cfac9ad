using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Kafka;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Undelivered;

/// <summary>
/// A real broker of its own, for what is undelivered is one topic for all; it creates no topic by itself. What would be diverted is put
/// there as a silo puts it.
/// </summary>
public class UndeliveredKafka : IAsyncLifetime
{
    private KafkaNode? _node;

    public string Address => _node!.Address;

    protected virtual IReadOnlyDictionary<string, string> Server => new Dictionary<string, string>();

    internal IAdminClient Admin { get; private set; } = null!;

    internal KafkaTopics Topics => new(Address);

    public async ValueTask InitializeAsync()
    {
        KafkaFixture.SkipWhereMissing();
        _node = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()!, Server = Server });
        Admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address }).SetLogHandler((_, _) => { }).Build();
        foreach (var plan in TopicPlan.BuiltIn(1))
        {
            await CreateAsync(plan.Name, plan.Settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Admin?.Dispose();
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    internal static string NewBank(string name) => $"{name}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}";

    internal Task CreateAsync(string topic, Dictionary<string, string>? settings = null) =>
        Admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1, Configs = settings }]);

    internal Task SetMessageBytesMaxAsync(string topic, int bytes) => Admin.IncrementalAlterConfigsAsync(new()
    {
        [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
            [new ConfigEntry { Name = "max.message.bytes", Value = bytes.ToString(CultureInfo.InvariantCulture), IncrementalOperation = AlterConfigOpType.Set }],
    });

    /// <summary>A violation's record, or what a bank takes for one.</summary>
    internal static OutgoingRecord RecordOf(string bank, string id, int valueBytes = 100) => new(
        TopicNames.ViolationsOf(bank), Encoding.UTF8.GetBytes($"customer-{id}"), Encoding.UTF8.GetBytes($"{id}|{new string('x', valueBytes)}"),
        [new Header("content-type", "application/cloudevents+json"u8.ToArray())], Id: $"{bank}/{id}");

    internal void Divert(IEnumerable<OutgoingRecord> records, string reason = "the topic is not there") => Divert(records, new UndeliveredBook(TimeProvider.System), reason);

    internal void Divert(IEnumerable<OutgoingRecord> records, UndeliveredBook book, string reason) => Divert(Address, records, book, reason);

    internal static void Divert(string address, IEnumerable<OutgoingRecord> records, UndeliveredBook book, string reason)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = address, EnableIdempotence = true, MessageMaxBytes = 2_000_000 }).SetLogHandler((_, _) => { }).Build();
        foreach (var record in records.Select(record => book.ToRecord(record, reason)))
        {
            producer.Produce(record.Topic, new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers });
        }

        producer.Flush(TimeSpan.FromSeconds(60));
    }

    /// <summary>The ids of what stands in the bank's topic, in order, with whether it says that it was redriven.</summary>
    internal List<(string Id, bool IsRedriven)> DeliveredTo(string bank) =>
        Topics.ReadAll(TopicNames.ViolationsOf(bank)).ConvertAll(record => (IdOf(record.Message.Value!), record.Message.Headers.TryGetLastBytes(UndeliveredForm.Redriven, out _)));

    private static string IdOf(byte[] value) => Encoding.UTF8.GetString(value).Split('|')[0];
}
