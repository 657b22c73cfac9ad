using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Telemetry;

/// <summary>How much is judged together, and how long that takes. Told once a batch.</summary>
internal sealed class BatchMetrics
{
    private readonly KafkaClients _clients;
    private readonly Counter<long> _consumed;
    private readonly Histogram<double> _durations;
    private readonly Histogram<long> _records;
    private readonly Histogram<long> _events;
    private readonly Counter<long> _due;
    private readonly ConcurrentDictionary<TopicPartition, (KeyValuePair<string, object?>[] Partition, KeyValuePair<string, object?>[] Topic)> _tags = new();

    public BatchMetrics(IMeterFactory meters, KafkaClients clients)
    {
        _clients = clients;
        var meter = meters.Create(CovenantMetrics.MeterName);
        _consumed = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Records judged or set aside as dead letters, those judged again after a recovery too.");
        _durations = meter.CreateHistogram("messaging.process.duration", "s", "From a batch's beginning until the grains have answered for all of it.", null, Buckets.Short);
        _records = meter.CreateHistogram("covenant.batch.records", "{record}", "Records judged together.", null, Buckets.Sizes);
        _events = meter.CreateHistogram("covenant.grain_call.events", "{event}", "Events in one call of a grain.", null, Buckets.Sizes);
        _due = meter.CreateCounter<long>("covenant.obligations.due", "{cohort}", "Cohorts woken because something of theirs fell due; `covenant.violations` with form `oblige` is what came of it.");
    }

    public void Judged(TopicPartition partition, int records, TimeSpan took)
    {
        if (_durations.Enabled)
        {
            var (ofPartition, ofTopic) = _tags.GetOrAdd(partition, TagsOf);
            _consumed.Add(records, ofPartition);
            _durations.Record(took.TotalSeconds, ofTopic);
            _records.Record(records);
        }
    }

    public void Called(int events) => _events.Record(events);

    public void Woken(int cohorts)
    {
        if (cohorts > 0)
        {
            _due.Add(cohorts);
        }
    }

    private (KeyValuePair<string, object?>[] Partition, KeyValuePair<string, object?>[] Topic) TagsOf(TopicPartition partition)
    {
        var place = PartitionTags.Of(partition, _clients.Group);
        return ([new("messaging.operation.name", "poll"), .. place], [new("messaging.operation.name", "process"), .. place.Where(tag => tag.Key != PartitionTags.Partition)]);
    }
}
