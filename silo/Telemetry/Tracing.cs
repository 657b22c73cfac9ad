using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Telemetry;

/// <summary>
/// The traces of activity source <c>Covenant</c>: never one for each event, but one for each violation, as a part of the trace of who produced its event, and for a batch
/// and a transaction now and then. Nothing where nobody listens.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Covenant";

    /// <summary>W3C Trace Context, as a header of a record.</summary>
    public const string TraceParentHeader = "traceparent";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// Marks a violation in its producer's trace, where that is recorded; without a producer's it is a trace of its own, by the sampler.
    /// </summary>
    /// <returns>What leads from the violation's record to that trace; null where there is none.</returns>
    public static Headers? MarkViolation(Violation violation)
    {
        var produced = violation.Event.TraceParent;
        var isTraced = ActivityContext.TryParse(produced, null, isRemote: true, out var producer);
        if (Source.HasListeners() && (!isTraced || producer.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)))
        {
            using var span = Source.StartActivity($"process {violation.Position.Topic}", ActivityKind.Consumer, producer);
            if (span is { Recorded: true })
            {
                Describe(span, violation);
                return Header(span.Id!);
            }
        }

        return isTraced ? Header(produced!) : null;
    }

    /// <summary>The judging of one batch.</summary>
    public static Activity? Batch(TopicPartition partition, int records)
    {
        if (!Source.HasListeners() || Source.StartActivity($"judge {partition.Topic}", ActivityKind.Consumer, parentContext: default) is not { } span)
        {
            return null;
        }

        Set(span, "judge", "process", partition.Topic, partition.Partition.Value);
        return span.SetTag("messaging.batch.message_count", records);
    }

    /// <summary>One transaction: what is told, and how far the partitions have come with it.</summary>
    public static Activity? Transaction(List<Telling> tellings)
    {
        if (!Source.HasListeners() || Source.StartActivity($"commit {TopicNames.Events}", ActivityKind.Client, parentContext: default) is not { } span)
        {
            return null;
        }

        return span.SetTag("messaging.system", "kafka").SetTag("messaging.operation.name", "commit").SetTag("messaging.operation.type", "settle")
            .SetTag("messaging.destination.name", TopicNames.Events).SetTag("messaging.batch.message_count", tellings.Sum(telling => telling.Records.Count));
    }

    private static void Describe(Activity span, Violation violation)
    {
        Set(span, "process", "process", violation.Position.Topic, violation.Position.Partition);
        span.SetTag("messaging.kafka.offset", violation.Position.LogOffset)
            .SetTag("messaging.message.id", violation.Event.Id)
            .SetTag("cloudevents.event_id", violation.Event.Id)
            .SetTag("cloudevents.event_source", violation.Event.Source)
            .SetTag("covenant.violation.id", violation.Id)
            .SetTag("covenant.institution", violation.Institution)
            .SetTag("covenant.clause", violation.Clause)
            .SetTag("covenant.mode", violation.Mode.ToString().ToLowerInvariant());
    }

    private static void Set(Activity span, string name, string type, string topic, int partition) =>
        span.SetTag("messaging.system", "kafka").SetTag("messaging.operation.name", name).SetTag("messaging.operation.type", type)
            .SetTag("messaging.destination.name", topic).SetTag("messaging.destination.partition.id", partition.ToString(CultureInfo.InvariantCulture));

    private static Headers Header(string traceParent) => new() { { TraceParentHeader, Encoding.ASCII.GetBytes(traceParent) } };
}
