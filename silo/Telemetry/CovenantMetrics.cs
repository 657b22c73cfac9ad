using System.Diagnostics.Metrics;
using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Telemetry;

/// <summary>What the silo counts: meter <c>Covenant</c>. Told once a batch, never for each event.</summary>
internal sealed class CovenantMetrics
{
    public const string MeterName = "Covenant";

    /// <summary>Sources that are counted apart; producers name them, so there may be any number.</summary>
    public const int SourcesMax = 100;

    private readonly Counter<long> _events;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _late;
    private readonly Counter<long> _keyMismatches;
    private readonly Counter<long> _heldBack;
    private readonly Counter<long> _skipped;
    private readonly BoundedNames _sources = new(SourcesMax);

    private readonly ViolationMetrics _violations;

    public CovenantMetrics(IMeterFactory meters, ViolationMetrics violations, BatchMetrics batches, PartitionMetrics partitions, CheckpointMetrics checkpoints)
    {
        (_violations, Batches, Partitions, Checkpoints) = (violations, batches, partitions, checkpoints);
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("covenant.events", "{event}", "Readable events taken from the topic, duplicates included.");
        _deadLetters = meter.CreateCounter<long>("covenant.deadletters", "{record}", "Records that could not be read, by `reason`.");
        _duplicates = meter.CreateCounter<long>("covenant.duplicates", "{event}", "Events that came again and were not judged again.");
        _late = meter.CreateCounter<long>("covenant.late", "{event}", "Events later than the tolerance, judged against what was still remembered.");
        _keyMismatches = meter.CreateCounter<long>("covenant.key_mismatches", "{event}", "Events whose key names another customer than their body; judged by the body.");
        _heldBack = meter.CreateCounter<long>(
            "covenant.events.held_back", "{event}", $"Events whose own time lies too far after their record's to move a clock, by `source` (the first {SourcesMax}, then `other`).");
        _skipped = meter.CreateCounter<long>("covenant.records.skipped", "{record}", "Records that were not judged, or are not remembered, by `reason`: `deleted`, `forgotten`, `recreated`, `truncated`.");
    }

    public BatchMetrics Batches { get; }

    public PartitionMetrics Partitions { get; }

    public CheckpointMetrics Checkpoints { get; }

    public void Events(int count) => AddSome(_events, count);

    public void Violations(List<Violation> told) => _violations.Add(told);

    public void DeadLetter(string reason) => _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Skipped(TopicPartition partition, string reason, long count) =>
        _skipped.Add(
            count,
            new KeyValuePair<string, object?>("messaging.destination.name", partition.Topic),
            new KeyValuePair<string, object?>(PartitionTags.Partition, partition.Partition.Value.ToString(CultureInfo.InvariantCulture)),
            new KeyValuePair<string, object?>("reason", reason));

    public void Duplicates(int count) => AddSome(_duplicates, count);

    public void Late(int count) => AddSome(_late, count);

    public void KeyMismatches(int count) => AddSome(_keyMismatches, count);

    /// <param name="sources">Of the events, each as often as it had one.</param>
    public void HeldBack(IReadOnlyList<string> sources)
    {
        foreach (var source in sources)
        {
            _heldBack.Add(1, new KeyValuePair<string, object?>("source", _sources.Of(source)));
        }
    }

    private static void AddSome(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
