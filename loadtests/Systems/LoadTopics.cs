using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Chaos;
using Covenant.Silo.Kafka;

namespace Covenant.LoadTests.Systems;

/// <summary>The topics of a load: made where they are missing, and where each of them ended when the run began.</summary>
internal static class LoadTopics
{
    // A bank reads its violations in one order; and what a transaction costs grows with the partitions it writes to.
    private const int ToldPartitions = 1;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan GroupsTimeout = TimeSpan.FromSeconds(30);

    /// <summary>All that may be told.</summary>
    public static IReadOnlyList<string> Told(IEnumerable<string> institutions) => [.. institutions.Select(ChaosTopics.ViolationsOf), ChaosTopics.Shadow, ChaosTopics.DeadLetters];

    /// <param name="partitions">Of a new topic of events; -1 = the broker's default.</param>
    /// <exception cref="InvalidOperationException">The broker cannot be used, and why.</exception>
    public static async Task CreateMissingAsync(string address, IEnumerable<string> institutions, int partitions)
    {
        BrokerTrouble? met = null;
        using var admin = Admin(address, trouble => met = trouble ?? met);
        try
        {
            await CreateMissingAsync(admin, institutions, partitions);
        }
        catch (KafkaException failed)
        {
            throw new InvalidOperationException($"kafka at `{address}` cannot be used: {(met ?? BrokerWords.Of(failed.Error)).Words}", failed);
        }
    }

    private static async Task CreateMissingAsync(IAdminClient admin, IEnumerable<string> institutions, int partitions)
    {
        var there = admin.GetMetadata(AnswerTimeout).Topics.Select(topic => topic.Topic).ToHashSet(StringComparer.Ordinal);
        TopicSpecification[] topics =
        [
            new TopicSpecification { Name = ChaosTopics.Events, NumPartitions = partitions, Configs = new() { ["message.timestamp.type"] = "LogAppendTime" } },
            .. Told(institutions).Select(name => new TopicSpecification { Name = name, NumPartitions = ToldPartitions }),
            new TopicSpecification { Name = ChaosTopics.Agreements, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "compact" } },
        ];
        if (topics.Where(topic => !there.Contains(topic.Name)).ToList() is { Count: > 0 } missing)
        {
            await admin.CreateTopicsAsync(missing);
        }
    }

    /// <summary>The ends of all partitions of these topics; after them is what is new.</summary>
    public static async Task<IReadOnlyList<TopicPartitionOffset>> EndsAsync(string address, IReadOnlyCollection<string> topics)
    {
        using var admin = Admin(address);
        var partitions = admin.GetMetadata(AnswerTimeout).Topics.Where(topic => topics.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId)));
        var asked = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() });
        var answer = await admin.ListOffsetsAsync(asked, new() { IsolationLevel = IsolationLevel.ReadUncommitted, RequestTimeout = AnswerTimeout });
        return [.. answer.ResultInfos.Select(one => new TopicPartitionOffset(one.TopicPartitionOffsetError.TopicPartition, one.TopicPartitionOffsetError.Offset))];
    }

    /// <summary>Returns when the broker keeps positions of groups: one that has just started has to make their topic first, and refuses until then.</summary>
    public static async Task GroupsAnswerAsync(string address, string group, CancellationToken token)
    {
        using var admin = Admin(address);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(AskAgainAfter, token))
        {
            try
            {
                await admin.DescribeConsumerGroupsAsync([group], new() { RequestTimeout = AnswerTimeout });
                return;
            }
            catch (KafkaException) when (waited.Elapsed < GroupsTimeout)
            {
                // Asked again.
            }
        }
    }

    private static IAdminClient Admin(string address, Action<BrokerTrouble?>? met = null) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address })
            .SetLogHandler((_, line) => met?.Invoke(BrokerWords.Of(line))).SetErrorHandler((_, error) => met?.Invoke(IsNews(error) ? BrokerWords.Of(error) : null)).Build();

    // That all are down is said after why each is.
    private static bool IsNews(Error error) => error.Code != Confluent.Kafka.ErrorCode.Local_AllBrokersDown;
}
