using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Kafka;

/// <summary>What stands under <c>Covenant:Kafka</c>: librdkafka's own settings, passed on as they are.</summary>
internal sealed class KafkaOptions
{
    public const string Section = "Covenant:Kafka";

    public const string BootstrapServers = "bootstrap.servers";

    public const string GroupId = "group.id";

    /// <summary>The consumer group where the settings name none.</summary>
    public const string DefaultGroup = "covenant";

    /// <summary>By librdkafka's name.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public string Group => Settings.GetValueOrDefault(GroupId, DefaultGroup);

    /// <summary>Without an address the silo brings its own broker.</summary>
    public bool IsEmbedded => !Settings.ContainsKey(BootstrapServers);

    public void ReadFrom(IConfiguration configuration)
    {
        foreach (var setting in configuration.GetSection(Section).GetChildren().Where(setting => setting.Value is not null))
        {
            Settings[setting.Key.ToLowerInvariant()] = setting.Value!;
        }
    }
}

/// <summary>Refuses the settings that carry a guarantee, for those are set in code (<see cref="KafkaClients"/>), and those that librdkafka does not know.</summary>
internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    private static readonly FrozenDictionary<string, string> Guarantees = new Dictionary<string, string>
    {
        ["enable.auto.commit"] = "an offset is committed only after everything below it is acknowledged",
        ["enable.auto.offset.store"] = "an offset is committed only after everything below it is acknowledged",
        ["auto.offset.reset"] = "a new group starts at the first event, so that none is skipped",
        ["partition.assignment.strategy"] = "partitions move one at a time (cooperative-sticky)",
        ["group.protocol"] = "partitions move one at a time (cooperative-sticky)",
        ["isolation.level"] = "only committed events are read",
        ["enable.partition.eof"] = "agreements are read whole before events",
        ["acks"] = "a violation is acknowledged by all in-sync replicas",
        ["request.required.acks"] = "a violation is acknowledged by all in-sync replicas",
        ["enable.idempotence"] = "a violation is written once",
        ["max.in.flight"] = "a violation is written once, and in order",
        ["max.in.flight.requests.per.connection"] = "a violation is written once, and in order",
        ["retries"] = "a violation is sent until it is acknowledged",
        ["message.send.max.retries"] = "a violation is sent until it is acknowledged",
        ["message.timeout.ms"] = "a violation is sent until it is acknowledged",
        ["delivery.timeout.ms"] = "a violation is sent until it is acknowledged",
        ["transactional.id"] = "the silo names its own transactions",
        ["test.mock.num.brokers"] = "the silo brings its own broker where no `bootstrap.servers` is set",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var failures = options.Settings.Keys.Where(Guarantees.ContainsKey)
            .Select(key => $"`{KafkaOptions.Section}:{key}` cannot be set, for a guarantee hangs on it: {Guarantees[key]}; remove it")
            .ToList();
        if (options.Settings.TryGetValue(KafkaOptions.BootstrapServers, out var servers) && string.IsNullOrWhiteSpace(servers))
        {
            failures.Add($"`{KafkaOptions.Section}:{KafkaOptions.BootstrapServers}` is empty; give an address such as `localhost:9092`, or leave it out to run the demo");
        }
        else if (failures.Count == 0 && KafkaClients.Refusal(options) is { } refusal)
        {
            failures.Add(refusal);
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures.Select(failure => failure.ReplaceLineEndings(" "))) : ValidateOptionsResult.Success;
    }
}
