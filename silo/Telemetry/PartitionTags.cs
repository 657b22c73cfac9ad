using System.Globalization;
using Confluent.Kafka;

namespace Covenant.Silo.Telemetry;

/// <summary>Which partition it is, by OpenTelemetry's words.</summary>
internal static class PartitionTags
{
    public const string Partition = "messaging.destination.partition.id";

    public static KeyValuePair<string, object?>[] Of(TopicPartition partition, string group) =>
    [
        new("messaging.system", "kafka"),
        new("messaging.destination.name", partition.Topic),
        new(Partition, partition.Partition.Value.ToString(CultureInfo.InvariantCulture)),
        new("messaging.consumer.group.name", group),
    ];
}
