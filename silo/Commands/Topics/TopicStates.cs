using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Contracts.Events;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Topics;

/// <summary>How a topic stands, or what became of it.</summary>
/// <param name="State"><c>exists</c>, <c>missing</c> or <c>created</c>.</param>
/// <param name="Note">What is wrong with one that exists; null where nothing is.</param>
internal sealed record TopicState(string Topic, string State, int Partitions, string CleanupPolicy, string? Note);

/// <summary>Compares what should be with what the broker has, and creates what is missing.</summary>
/// <param name="watch">Of the thread that calls.</param>
internal sealed class TopicStates(IAdminClient admin, KafkaConnection connection, CallWatch watch)
{
    private static readonly DescribeConfigsOptions Describing = new() { RequestTimeout = KafkaConnection.Timeout };

    private static readonly IncrementalAlterConfigsOptions Altering = new() { RequestTimeout = KafkaConnection.Timeout };

    private static readonly CreateTopicsOptions Creating = new() { RequestTimeout = KafkaConnection.Timeout, OperationTimeout = KafkaConnection.Timeout };

    public IReadOnlyList<TopicState> Compare(IReadOnlyList<TopicPlan> plans)
    {
        // All topics, not these by name: a broker may create a topic that it is asked about.
        var there = Watched("GetMetadata", () => admin.GetMetadata(KafkaConnection.Timeout)).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
        var settings = Settings([.. plans.Where(plan => there.ContainsKey(plan.Name))]);
        return [.. plans.Select(plan => there.TryGetValue(plan.Name, out var partitions)
            ? new TopicState(plan.Name, "exists", partitions, settings[plan.Name]["cleanup.policy"].Value, Note(plan, settings[plan.Name]))
            : new TopicState(plan.Name, "missing", plan.Partitions, plan.CleanupPolicy, null))];
    }

    public void Create(IEnumerable<TopicPlan> missing, short replicas)
    {
        try
        {
            var topics = missing.Select(plan => new TopicSpecification { Name = plan.Name, NumPartitions = plan.Partitions, ReplicationFactor = replicas, Configs = plan.Settings });
            watch.Run("CreateTopics", KafkaConnection.Timeout, () => admin.CreateTopicsAsync(topics, Creating).GetAwaiter().GetResult());
        }
        catch (CreateTopicsException refused)
        {
            // Another may have created it in between.
            var errors = refused.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists).ToList();
            if (errors.Count > 0)
            {
                throw CommandException.Failed([.. errors.Select(error => $"topic `{error.Topic}` was not created: {connection.Words(error.Error)}")]);
            }
        }
    }

    /// <summary>Where a topic keeps its producers' timestamps, lets them be ahead by no more than an event may be.</summary>
    /// <returns>What was changed; null where nothing was.</returns>
    public string? BoundTimestamps(TopicPlan plan)
    {
        var settings = Settings([plan])[plan.Name];
        if (!KeepsProducersTime(plan, settings) || !settings.TryGetValue(TopicPlan.TimestampAheadMax, out var ahead) || IsBounded(ahead.Value))
        {
            return null;
        }

        var bound = new ConfigEntry { Name = TopicPlan.TimestampAheadMax, Value = AheadMaxText, IncrementalOperation = AlterConfigOpType.Set };
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = plan.Name };
        Watched("IncrementalAlterConfigs", () => admin.IncrementalAlterConfigsAsync(new() { [resource] = [bound] }, Altering).GetAwaiter().GetResult());
        return $"its {TopicPlan.TimestampAheadMax} was set from `{ahead.Value}` to `{AheadMaxText}`";
    }

    private static string AheadMaxText => RecordClock.DefaultClockSkewMax.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    private static bool IsBounded(string aheadMax) => long.TryParse(aheadMax, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= RecordClock.DefaultClockSkewMax.TotalMilliseconds;

    private static bool KeepsProducersTime(TopicPlan plan, Dictionary<string, ConfigEntryResult> settings) =>
        plan.HasLogTime && settings.TryGetValue(TopicPlan.TimestampType, out var type) && type.Value != TopicPlan.LogAppendTime;

    private Dictionary<string, Dictionary<string, ConfigEntryResult>> Settings(IReadOnlyCollection<TopicPlan> plans)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        var resources = plans.Select(plan => new ConfigResource { Type = ResourceType.Topic, Name = plan.Name });
        var answers = Watched("DescribeConfigs", () => admin.DescribeConfigsAsync(resources, Describing).GetAwaiter().GetResult());
        return answers.ToDictionary(answer => answer.ConfigResource.Name, answer => answer.Entries, StringComparer.Ordinal);
    }

    private T Watched<T>(string call, Func<T> ask) => watch.Run(call, KafkaConnection.Timeout, ask);

    private static string? Note(TopicPlan plan, Dictionary<string, ConfigEntryResult> settings)
    {
        List<string> notes = [];
        if (settings["cleanup.policy"].Value is var policy && policy != plan.CleanupPolicy)
        {
            notes.Add($"its cleanup.policy is `{policy}`, and should be `{plan.CleanupPolicy}`");
        }

        if (KeepsProducersTime(plan, settings))
        {
            notes.Add($"its {TopicPlan.TimestampType} is `{settings[TopicPlan.TimestampType].Value}`, so its producers' clocks are believed; with `{TopicPlan.LogAppendTime}` they are not");
        }

        return notes.Count == 0 ? null : string.Join("; ", notes);
    }
}
