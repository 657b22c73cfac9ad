using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>A broker of a test's own, whose topics are harmed, and silos with a storage that outlives them.</summary>
internal sealed class LogFaultRun : IAsyncDisposable
{
    public const string Institution = "fault-bank";

    public const string Clauses = "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n";

    private readonly KafkaNode _broker;
    private readonly string[] _storage;
    private readonly IAdminClient _admin;

    private LogFaultRun(KafkaNode broker, string redis)
    {
        _broker = broker;
        _storage =
        [
            "--Covenant:State:Provider=Redis", $"--Covenant:State:ConnectionString={redis}", $"--Covenant:State:Table=t{Guid.NewGuid():N}", "--Covenant:Checkpoint:Every=00:00:00.500",
            "--Covenant:Topics:Partitions=2",
        ];
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).SetLogHandler((_, _) => { }).Build();
        Kafka = new KafkaTopics(broker.Address);
    }

    public KafkaTopics Kafka { get; }

    public string Address => _broker.Address;

    public IReadOnlyDictionary<string, string> Settings => _storage.Select(setting => setting[2..].Split('=', 2)).ToDictionary(setting => setting[0], setting => setting[1]);

    public static async Task<LogFaultRun> StartAsync(RedisFixture redis)
    {
        KafkaFixture.SkipWhereMissing();
        var storage = await redis.NodeAsync();
        return new LogFaultRun(await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! }), storage.Address);
    }

    public Task<RunningSilo> SiloAsync(params string[] settings) => RunningSilo.StartAsync(_broker.Address, "faults", [.. _storage, .. settings]);

    /// <param name="change">Changes what it is made of.</param>
    public Task<RunningSilo> SiloAsync(Action<IServiceCollection> change) => RunningSilo.StartAsync(_broker.Address, "faults", change, _storage);

    /// <summary>Why a silo that is started now ends.</summary>
    public async Task RefusesAsync(params string[] settings)
    {
        await using var silo = await SiloAsync(settings);
        await Eventually.HoldsAsync("the silo ends", () => silo.Services.GetRequiredService<SiloExit>().HasFailed);
    }

    public void Write(Bank bank, int from, int count, int partition = 0) =>
        Kafka.PublishAll(TopicNames.Events, Enumerable.Range(from, count).Select(number => ((string?)$"{Institution}/c-{number}", bank.Event($"e-{number}", $"c-{number}", "dpv:Use", "dpv:Advertising"), partition)));

    public async Task DeleteBeforeAsync(long offset, int partition = 0) =>
        await _admin.DeleteRecordsAsync([new TopicPartitionOffset(TopicNames.Events, partition, offset)]);

    public async Task DeleteTopicAsync(string topic = TopicNames.Events)
    {
        await _admin.DeleteTopicsAsync([topic]);
        await Eventually.HoldsAsync("the topic is gone", () => _admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.TrueForAll(one => one.Topic != topic));
    }

    public async Task MakeHeldTopicAsync() =>
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = TopicNames.Held, NumPartitions = 1, ReplicationFactor = 1, Configs = new() { ["cleanup.policy"] = "compact" } }]);

    public async Task MakeTopicAsync(int partitions = 2, string policy = "delete")
    {
        await Eventually.HoldsAsync("the topic is gone", () => _admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.TrueForAll(one => one.Topic != TopicNames.Events));
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = TopicNames.Events, NumPartitions = partitions, ReplicationFactor = 1, Configs = new() { ["cleanup.policy"] = policy } }]);
        await Eventually.HoldsAsync("the topic is there", () => Kafka.PartitionsOf(TopicNames.Events).Count == partitions);
    }

    public async Task<string> TopicIdAsync() =>
        (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([TopicNames.Events]))).TopicDescriptions.Single().TopicId.ToString()!.Replace('+', '-').Replace('/', '_');

    public async Task AddPartitionsAsync(int count) => await _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = TopicNames.Events, IncreaseTo = count }]);

    /// <summary>The events of which the bank has a violation.</summary>
    public List<string> Told() => Kafka.ReadAll(TopicNames.ViolationsOf(Institution)).ConvertAll(record =>
    {
        Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake), mistake);
        return violation.Event.Id;
    });

    public static List<string> Events(int from, int count) => [.. Enumerable.Range(from, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"e-{number}"))];

    public async Task TellsAsync(IEnumerable<string> events)
    {
        var expected = events.Order(StringComparer.Ordinal).ToList();
        await Eventually.HoldsAsync($"{expected.Count} violations are told", () => Told().Count >= expected.Count);
        Assert.Equal(expected, Told().Order(StringComparer.Ordinal));
    }

    public static Task HoldsAsync(RunningSilo silo, string reason) => Eventually.HoldsAsync(
        $"a partition is held: {reason}", () => silo.Services.GetRequiredService<HeldPartitions>().All.Any(one => one.Value.Contains(reason, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _broker.DisposeAsync();
    }
}
