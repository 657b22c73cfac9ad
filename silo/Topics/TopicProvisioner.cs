using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Topics;

/// <summary>Creates the topics that are missing, where the broker allows it.</summary>
internal sealed partial class TopicProvisioner(
    KafkaClients clients, KafkaBroker broker, BrokerHealth health, IOptions<TopicOptions> options, ILogger<TopicProvisioner> logger) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UnreachablePause = TimeSpan.FromSeconds(3);

    private static readonly string[] BuiltIn = [TopicNames.Events, TopicNames.Agreements, TopicNames.Shadow, TopicNames.DeadLetters];

    private readonly Lazy<IAdminClient> _admin = new(clients.Admin);

    /// <summary>Waits until the broker answers, however long that takes, and creates what every silo needs.</summary>
    public async Task EnsureBuiltInAsync(CancellationToken token)
    {
        while (!await AnswersAsync())
        {
            await Task.Delay(UnreachablePause, token);
        }

        await EnsureAsync(BuiltIn, token);
    }

    public Task EnsureViolationsAsync(IEnumerable<string> institutions, CancellationToken token) => EnsureAsync([.. institutions.Select(TopicNames.ViolationsOf)], token);

    /// <summary>Waits until there is such a topic, and says once that it does.</summary>
    public async Task<List<TopicPartition>> PartitionsOfAsync(string topic, TimeSpan pause, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = _admin.Value.GetMetadata(topic, Timeout).Topics.SingleOrDefault(one => one.Topic == topic);
            if (found is { Error.IsError: false, Partitions.Count: > 0 })
            {
                return [.. found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
            }

            if (attempt == 1)
            {
                Waiting(topic);
            }

            await Task.Delay(pause, token);
        }
    }

    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }

    private async Task<bool> AnswersAsync()
    {
        if (broker.IsEmbedded)
        {
            return true;
        }

        try
        {
            await _admin.Value.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = UnreachablePause });
            health.Here();
            return true;
        }
        catch (KafkaException unreachable)
        {
            health.Away(unreachable.Error.Reason);
            return false;
        }
    }

    private async Task EnsureAsync(string[] names, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (broker.IsEmbedded)
        {
            Touch(names);
        }
        else if (options.Value.Create && names.Length > 0)
        {
            try
            {
                await _admin.Value.CreateTopicsAsync(names.Select(Specification), new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
            }
            catch (CreateTopicsException refused)
            {
                foreach (var report in refused.Results.Where(report => report.Error.IsError && report.Error.Code != ErrorCode.TopicAlreadyExists))
                {
                    NotCreated(report.Topic, report.Error.Reason);
                }
            }
            catch (KafkaException failed)
            {
                NotCreated(string.Join("`, `", names), failed.Error.Reason);
            }
        }
    }

    // The embedded broker creates a topic when it is first asked about it, and knows no request to create one.
    private void Touch(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _admin.Value.GetMetadata(name, Timeout);
        }
    }

    private TopicSpecification Specification(string name)
    {
        var isAgreements = name == TopicNames.Agreements;
        var isIn = isAgreements || name == TopicNames.Events;
        return new TopicSpecification
        {
            Name = name,
            NumPartitions = isAgreements ? 1 : options.Value.Partitions,
            ReplicationFactor = options.Value.Replicas,
            Configs = new Dictionary<string, string>
            {
                [isAgreements ? "cleanup.policy" : "max.message.bytes"] =
                    isAgreements ? "compact" : (isIn ? EventBytesMax : KafkaClients.RecordBytesMax).ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    // The event's own bound is 1 MiB; a little more may come in, so that it can be refused with a reason.
    private const int EventBytesMax = 2 * 1024 * 1024;

    [LoggerMessage(1, LogLevel.Warning, "topic `{Topic}` was not created ({Reason}); create it with `covenant topics`, or allow the silo to")]
    private partial void NotCreated(string topic, string reason);

    [LoggerMessage(2, LogLevel.Warning, "topic `{Topic}` is not there yet; waiting for it (`covenant topics` creates it)")]
    private partial void Waiting(string topic);
}
