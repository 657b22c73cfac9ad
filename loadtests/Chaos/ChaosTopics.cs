using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Chaos.Load;

namespace Covenant.LoadTests.Chaos;

/// <summary>The topics by their published names, made before any silo starts.</summary>
internal static class ChaosTopics
{
    public const string Events = "datause.events.v1";

    public const string Agreements = "datause.agreements.v1";

    public const string Shadow = "datause.shadow.v1";

    public const string Undelivered = "datause.undelivered.v1";

    public const string Held = "datause.held.v1";

    public const string DeadLetters = "datause.deadletter.v1";

    public static string ViolationsOf(string institution) => $"datause.{institution}.violations.v1";

    /// <summary>All that may be told.</summary>
    public static IReadOnlyList<string> Told { get; } = [.. Banks.Names.Select(ViolationsOf), Shadow, DeadLetters];

    internal const int ToldPartitions = 2;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public static IEnumerable<TopicPartition> PartitionsOf(string topic, int count) => Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition));

    public static IEnumerable<TopicPartition> ToldPartitionsAll => Told.SelectMany(topic => PartitionsOf(topic, ToldPartitions));

    public static async Task DeleteAsync(string address)
    {
        using var admin = Admin(address);
        var there = admin.GetMetadata(AnswerTimeout).Topics.Select(topic => topic.Topic);
        await admin.DeleteTopicsAsync(there.Intersect([Events, Agreements, Undelivered, .. Told]));
    }

    /// <summary>From now on the broker takes no violation (it asks for a second replica, and there is none), and all else goes on; or no longer.</summary>
    public static async Task RefuseWritesAsync(string address, IEnumerable<string> topics, bool refuse)
    {
        using var admin = Admin(address);
        var entry = new ConfigEntry { Name = "min.insync.replicas", Value = refuse ? "2" : "1", IncrementalOperation = AlterConfigOpType.Set };
        await admin.IncrementalAlterConfigsAsync(topics.ToDictionary(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic }, _ => new List<ConfigEntry> { entry }));
    }

    /// <summary>Whether the group is handing partitions from one member to another.</summary>
    public static async Task<bool> IsRebalancingAsync(string address, string group)
    {
        using var admin = Admin(address);
        var described = await admin.DescribeConsumerGroupsAsync([group]);
        return described.ConsumerGroupDescriptions.Single().State is ConsumerGroupState.PreparingRebalance or ConsumerGroupState.CompletingRebalance;
    }

    /// <param name="timestamps">Of the events' topic: <c>LogAppendTime</c> or <c>CreateTime</c>.</param>
    public static async Task CreateAsync(string address, int partitions, string timestamps)
    {
        using var admin = Admin(address);
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = Events, NumPartitions = partitions, Configs = EventsConfigs(timestamps) },
            new TopicSpecification { Name = Agreements, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "compact" } },
            .. Told.Select(name => new TopicSpecification { Name = name, NumPartitions = ToldPartitions }),
        ]);
    }

    // Nothing is deleted by its age, which is that of the log's own time where producers say it.
    private static Dictionary<string, string> EventsConfigs(string timestamps) => new() { ["message.timestamp.type"] = timestamps, ["retention.ms"] = "-1" };

    internal static IAdminClient Admin(string address) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).SetLogHandler((_, _) => { }).Build();
}
