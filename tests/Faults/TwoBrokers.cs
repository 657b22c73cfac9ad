using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Faults;

/// <summary>A cluster of two brokers, of which the second one comes and goes, and one silo. The silo's own topics are with the first one.</summary>
internal sealed class TwoBrokers : IAsyncDisposable
{
    private readonly KafkaNode _first;
    private readonly IAdminClient _admin;

    private TwoBrokers(KafkaNode first)
    {
        _first = first;
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = first.Address }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        Topics = new KafkaTopics(first.Address);
        var ports = FreePort.Some(2);
        Silo = new SiloNode("two-brokers", SiloExecutable.Find()!, new Dictionary<string, string>
        {
            ["Covenant:Kafka:bootstrap.servers"] = first.Address,
            ["Covenant:Cluster:Port"] = $"{ports[0]}",
            [SiloNode.HttpPort] = $"{ports[1]}",
        });
    }

    public KafkaNode Second { get; private set; } = null!;

    public SiloNode Silo { get; }

    public KafkaTopics Topics { get; }

    public static async Task<TwoBrokers> StartAsync()
    {
        KafkaFixture.SkipWhereMissing();
        var settings = new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! };
        var brokers = new TwoBrokers(await KafkaNode.StartAsync(settings));

        // Kafka's own topics too are made before there is a second broker.
        Assert.True(await brokers.Silo.IsReadyAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), brokers.Silo.LogTail);
        brokers.Second = await KafkaNode.StartAsync(settings with { Joined = brokers._first });
        return brokers;
    }

    /// <param name="replicas">Brokers that have the one partition.</param>
    public Task CreateAsync(string topic, Dictionary<string, string>? settings, params int[] replicas) => _admin.CreateTopicsAsync(
        [new TopicSpecification { Name = topic, Configs = settings, ReplicasAssignments = new() { [0] = [.. replicas] }, NumPartitions = 1, ReplicationFactor = -1 }]);

    /// <summary>An agreement of which each touch for advertising is a violation.</summary>
    public Task AgreeAsync(string bank) => Topics.PublishAsync(
        TopicNames.Agreements, bank, $"agreement: {bank}\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: never\n    prohibit: {{ purposes: dpv:Advertising }}\n");

    /// <summary>A touch that violates.</summary>
    public Task TouchAsync(string bank, int number) => Topics.PublishAsync(TopicNames.Events, $"{bank}/c", string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"specversion":"1.0","id":"e-{{{number}}}","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{bank}}}","customer":"c","operation":"dpv:Use","purposes":["dpv:Advertising"]}}"""));

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _admin.Dispose();
        await Second.DisposeAsync();
        await _first.DisposeAsync();
    }
}
