using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Contracts.Agreements;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Topics;

/// <summary>Creates the topics that are missing, where the broker allows it.</summary>
internal sealed partial class TopicProvisioner(
    Administrator administrator, KafkaBroker broker, BrokerHealth health, IOptions<TopicOptions> options, ILogger<TopicProvisioner> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Somebody waits to tell other institutions.
    private static readonly TimeSpan NowTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan UnreachablePause = TimeSpan.FromSeconds(3);

    // Those of the embedded broker live as long as this process.
    private readonly string _embeddedId = Guid.NewGuid().ToString("N");

    /// <summary>Waits until the broker answers, however long that takes, and creates what every silo needs.</summary>
    public async Task EnsureBuiltInAsync(CancellationToken token)
    {
        while (!await AnswersAsync())
        {
            await Task.Delay(UnreachablePause, token);
        }

        await EnsureAsync(TopicPlan.BuiltIn(options.Value.Partitions), token);
    }

    public Task EnsureViolationsAsync(IEnumerable<string> institutions, CancellationToken token) =>
        EnsureAsync([.. institutions.Where(institution => !PlatformNames.IsReserved(institution)).Select(institution => TopicPlan.ViolationsOf(institution, options.Value.Partitions))], token);

    /// <summary>
    /// Creates the topic of an institution that is missing now, also one that was there before and was deleted. Waits for it no longer than
    /// the broker may take.
    /// </summary>
    /// <returns>Why there is none, in words; null where there is one.</returns>
    public async Task<string?> EnsureNowAsync(string institution)
    {
        if (PlatformNames.IsReserved(institution))
        {
            return "no institution can bear this name";
        }

        if (broker.IsEmbedded)
        {
            return null;
        }

        if (!options.Value.Create)
        {
            return "the topic is not there, and the silo may create none (`Covenant:Topics:Create`); `covenant topics` creates it";
        }

        try
        {
            await RequestAsync([TopicPlan.ViolationsOf(institution, options.Value.Partitions)], NowTimeout);
            return null;
        }
        catch (CreateTopicsException refused) when (refused.Results is [{ } only])
        {
            return only.Error.Code == ErrorCode.TopicAlreadyExists ? null : $"the topic is not there, and was not created: {health.Words(only.Error)}";
        }
        catch (KafkaException failed)
        {
            return $"the topic is not there, and was not created: {health.Words(failed.Error)}";
        }
    }

    /// <summary>Waits until there is such a topic, and says once that it does.</summary>
    public async Task<List<TopicPartition>> PartitionsOfAsync(string topic, TimeSpan pause, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var found = (await MetadataAsync(topic, token)).Topics.Find(one => one.Topic == topic);
                if (found is { Error.IsError: false, Partitions.Count: > 0 })
                {
                    return [.. found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
                }

                if (attempt == 1)
                {
                    Waiting(topic, found is { Error.IsError: true } ? health.Words(found.Error) : "it has no partitions yet");
                }
            }
            catch (KafkaException away) when (away.Error.IsPassing)
            {
                health.Away();
            }

            await Task.Delay(pause, token);
        }
    }

    /// <summary>What tells a topic from another of the same name, before it or after it; empty where the broker does not tell.</summary>
    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public async Task<string> IdOfAsync(string topic) => broker.IsEmbedded ? _embeddedId : (await DescribeAsync(topic))?.Id ?? "";

    /// <summary>
    /// A topic's id as Kafka's own tools show it, empty where the broker does not tell, and how many partitions it has; null where there is
    /// no such topic, or the broker tells nothing of it.
    /// </summary>
    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public async Task<(string Id, int Partitions)?> DescribeAsync(string topic)
    {
        var described = await administrator.DescribeAsync([topic], new DescribeTopicsOptions { RequestTimeout = Timeout }, Timeout);
        return described switch
        {
            [{ Error.IsError: false } found] => (Shown(found.TopicId), found.Partitions.Count),
            [{ Error: { IsPassing: true } away }] => throw new KafkaException(away),
            _ => null,
        };
    }

    /// <summary>A topic's <c>cleanup.policy</c>; null where the broker does not let it be read, or has none.</summary>
    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public async Task<string?> PolicyOfAsync(string topic)
    {
        if (broker.IsEmbedded)
        {
            return null;
        }

        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var described = await administrator.AskAsync("DescribeConfigs", Timeout, admin => admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = Timeout }));
            return described.SingleOrDefault()?.Entries.GetValueOrDefault("cleanup.policy")?.Value;
        }
        catch (DescribeConfigsException refused) when (refused.Results.TrueForAll(one => !one.Error.IsPassing))
        {
            return null;
        }
    }

    // The client says it in another base64 than Kafka does.
    private static string Shown(Uuid? id) => id?.ToString()?.Replace('+', '-').Replace('/', '_') ?? "";

    /// <summary>Whether the broker answers now and names one to work with; what it comes to is said where it is news.</summary>
    public async Task<bool> AnswersAsync()
    {
        if (broker.IsEmbedded)
        {
            return true;
        }

        try
        {
            // Not the request that describes a cluster: a broker that comes back may name none at first, itself included, and librdkafka 2.16 ends the process over such an answer.
            if ((await MetadataAsync(topic: null, CancellationToken.None)).Brokers.Count > 0)
            {
                health.Here();
                return true;
            }
        }
        catch (KafkaException)
        {
        }

        health.Away();
        return false;
    }

    private async Task EnsureAsync(IReadOnlyList<TopicPlan> plans, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (broker.IsEmbedded)
        {
            await TouchAsync(plans, token);
        }
        else if (options.Value.Create)
        {
            while ((plans = await CreateAsync(plans)).Count > 0)
            {
                health.Away();
                await Task.Delay(UnreachablePause, token);
            }
        }
    }

    /// <returns>Those of which the broker, going away or coming back, did not say whether it has them.</returns>
    private async Task<IReadOnlyList<TopicPlan>> CreateAsync(IReadOnlyList<TopicPlan> plans)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        try
        {
            await RequestAsync(plans, Timeout);
            return [];
        }
        catch (CreateTopicsException refused)
        {
            foreach (var report in refused.Results.Where(report => report.Error.IsError && !report.Error.IsPassing && report.Error.Code != ErrorCode.TopicAlreadyExists))
            {
                NotCreated(report.Topic, health.Words(report.Error));
            }

            return [.. plans.Where(plan => refused.Results.Any(report => report.Topic == plan.Name && report.Error.IsPassing))];
        }
        catch (KafkaException failed) when (failed.Error.IsPassing)
        {
            return plans;
        }
        catch (KafkaException failed)
        {
            NotCreated(string.Join("`, `", plans.Select(plan => plan.Name)), health.Words(failed.Error));
            return [];
        }
    }

    // The embedded broker creates a topic when it is first asked about it, and knows no request to create one.
    private async Task TouchAsync(IEnumerable<TopicPlan> plans, CancellationToken token)
    {
        foreach (var plan in plans)
        {
            await MetadataAsync(plan.Name, token);
        }
    }

    private Task<Metadata> MetadataAsync(string? topic, CancellationToken token) => administrator.MetadataAsync(topic, topic is null ? UnreachablePause : Timeout, token);

    private Task RequestAsync(IEnumerable<TopicPlan> plans, TimeSpan timeout) => administrator.AskAsync(
        "CreateTopics", timeout, admin => admin.CreateTopicsAsync(plans.Select(Specification), new CreateTopicsOptions { OperationTimeout = timeout, RequestTimeout = timeout }));

    private TopicSpecification Specification(TopicPlan plan) =>
        new() { Name = plan.Name, NumPartitions = plan.Partitions, ReplicationFactor = options.Value.Replicas, Configs = plan.Settings };

    [LoggerMessage(1, LogLevel.Warning, "topic `{Topic}` was not created ({Reason}); create it with `covenant topics`, or allow the silo to")]
    private partial void NotCreated(string topic, string reason);

    [LoggerMessage(2, LogLevel.Warning, "topic `{Topic}` cannot be read yet ({Reason}); waiting until it can")]
    private partial void Waiting(string topic, string reason);
}
