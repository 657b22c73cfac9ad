using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Telemetry;

/// <summary>How far this silo's partitions are behind, and what they wait for. Nothing is counted on the way: whoever asks is answered from what is there.</summary>
internal sealed class PartitionMetrics
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TopicPartition, ObservedPartition> _partitions = new();
    private readonly KafkaClients _clients;
    private long _askedAt;
    private volatile int _paused;

    public PartitionMetrics(IMeterFactory meters, KafkaClients clients, Readiness readiness, JudgingClock judging)
    {
        _clients = clients;
        var meter = meters.Create(CovenantMetrics.MeterName);
        meter.CreateObservableGauge("covenant.partition.lag", () => Of(one => one.LagRecords), "{record}", "Records written and not told of yet: committed, with all that they raised.");
        meter.CreateObservableGauge("covenant.partition.lag.time", () => Of(one => one.LagTime(judging.Time.GetUtcNow())?.TotalSeconds), "s", "How long ago the oldest of these happened, by its own time; to 0.1 s.");
        meter.CreateObservableGauge("covenant.partition.watermark.delay", () => Of(one => (judging.Time.GetUtcNow() - one.Tenure?.Newest?.ToDateTimeOffset())?.TotalSeconds), "s", "How far the partition's newest event time is behind the wall clock.");
        meter.CreateObservableGauge("covenant.partition.waiting", () => Of(one => (long?)one.Tenure?.WaitingRecords), "{record}", "Records read and still to be judged.");
        meter.CreateObservableGauge("covenant.partition.checkpoint.age", () => Of(one => one.Tenure?.CheckpointAge.TotalSeconds), "s", "How long ago the partition's last checkpoint was written.");
        meter.CreateObservableGauge("covenant.partitions", () => ByState(readiness), "{partition}", "This silo's partitions, by `state`: `judged`, or `recovering`.");
        meter.CreateObservableGauge("covenant.partitions.paused", () => _paused, "{partition}", "Those not read from just now, for as many records as may wait already do.");
    }

    /// <summary>The partition is this silo's.</summary>
    public ObservedPartition Add(TopicPartition partition) => _partitions[partition] = new ObservedPartition(PartitionTags.Of(partition, _clients.Group));

    /// <summary>Null where there has been none.</summary>
    public IObservedTenure? TenureOf(TopicPartition partition) => _partitions.GetValueOrDefault(partition)?.Tenure;

    /// <summary>The partition is another's.</summary>
    public void Remove(TopicPartition partition) => _partitions.TryRemove(partition, out _);

    /// <summary>Takes from the consumer, once a second, what its broker said last of where the logs end. For the consumer's thread, on each of its turns.</summary>
    public void Ask<TKey, TValue>(IConsumer<TKey, TValue> consumer, int paused, CallWatch watch)
    {
        if (Environment.TickCount64 - _askedAt < AskEvery.TotalMilliseconds)
        {
            return;
        }

        (_askedAt, _paused) = (Environment.TickCount64, paused);
        foreach (var (partition, observed) in _partitions)
        {
            try
            {
                observed.KnowEnd(watch.Run("GetWatermarkOffsets", ClientCalls.Brief, () => consumer.GetWatermarkOffsets(partition)).High.Value);
            }
            catch (KafkaException unknown) when (!unknown.Error.IsFatal)
            {
                // The consumer has not taken the partition up yet.
            }
        }
    }

    private static IEnumerable<Measurement<int>> ByState(Readiness readiness)
    {
        var recovering = readiness.Recovering.Count();
        return [new(readiness.Assigned - recovering, new KeyValuePair<string, object?>("state", "judged")), new(recovering, new KeyValuePair<string, object?>("state", "recovering"))];
    }

    private IEnumerable<Measurement<T>> Of<T>(Func<ObservedPartition, T?> read)
        where T : struct
    {
        foreach (var one in _partitions.Values)
        {
            if (read(one) is { } value)
            {
                yield return new Measurement<T>(value, one.Tags);
            }
        }
    }
}
