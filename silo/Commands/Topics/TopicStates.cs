using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Topics;

/// <summary>How a topic stands, or what became of it.</summary>
/// <param name="State"><c>exists</c>, <c>missing</c> or <c>created</c>.</param>
/// <param name="Note">What is wrong with one that exists; null where nothing is.</param>
internal sealed record TopicState(string Topic, string State, int Partitions, string CleanupPolicy, string? Note);

/// <summary>Compares what should be with what the broker has, and creates what is missing.</summary>
internal sealed class TopicStates(IAdminClient admin)
{
    private static readonly DescribeConfigsOptions Describing = new() { RequestTimeout = KafkaConnection.Timeout };

    private static readonly CreateTopicsOptions Creating = new() { RequestTimeout = KafkaConnection.Timeout, OperationTimeout = KafkaConnection.Timeout };

    public IReadOnlyList<TopicState> Compare(IReadOnlyList<TopicPlan> plans)
    {
        // All topics, not these by name: a broker may create a topic that it is asked about.
        var there = admin.GetMetadata(KafkaConnection.Timeout).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
        var policies = Policies([.. plans.Where(plan => there.ContainsKey(plan.Name))]);
        return [.. plans.Select(plan => there.TryGetValue(plan.Name, out var partitions)
            ? new TopicState(plan.Name, "exists", partitions, policies[plan.Name], Note(plan, policies[plan.Name]))
            : new TopicState(plan.Name, "missing", plan.Partitions, plan.CleanupPolicy, null))];
    }

    public void Create(IEnumerable<TopicPlan> missing, short replicas)
    {
        try
        {
            admin.CreateTopicsAsync(
                missing.Select(plan => new TopicSpecification { Name = plan.Name, NumPartitions = plan.Partitions, ReplicationFactor = replicas, Configs = plan.Settings }),
                Creating).GetAwaiter().GetResult();
        }
        catch (CreateTopicsException refused)
        {
            // Another may have created it in between.
            var errors = refused.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists).ToList();
            if (errors.Count > 0)
            {
                throw CommandException.Failed(string.Join('\n', errors.Select(error => $"topic `{error.Topic}` was not created: {error.Error.Reason}")));
            }
        }
    }

    private Dictionary<string, string> Policies(IReadOnlyCollection<TopicPlan> plans)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        var answers = admin.DescribeConfigsAsync(plans.Select(plan => new ConfigResource { Type = ResourceType.Topic, Name = plan.Name }), Describing).GetAwaiter().GetResult();
        return answers.ToDictionary(answer => answer.ConfigResource.Name, answer => answer.Entries.TryGetValue("cleanup.policy", out var policy) ? policy.Value : "unknown", StringComparer.Ordinal);
    }

    private static string? Note(TopicPlan plan, string policy) =>
        policy == plan.CleanupPolicy ? null : $"its cleanup.policy is `{policy}`, and should be `{plan.CleanupPolicy}`";
}
