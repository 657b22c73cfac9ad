using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Says of each record that is skipped that it is, once: in the log, in health, by a metric, and on record in the partition's row. Safe to
/// call from any thread.
/// </summary>
internal sealed partial class SkippedRecords(Degradations degradations, CovenantMetrics metrics, ILogger<SkippedRecords> logger)
{
    // What this process has said and what may not be in the row yet.
    private readonly ConcurrentDictionary<TopicPartition, SkippedRanges> _said = new();

    /// <param name="row">The partition's, which the next checkpoint writes.</param>
    /// <param name="from">The number of the first.</param>
    /// <param name="to">Of the last.</param>
    /// <param name="reason">One of <see cref="SkipReason"/>.</param>
    public void Add(TopicPartition partition, PartitionRow row, long from, long to, string reason)
    {
        foreach (var part in row.Skipped.Unrecorded(new(from, to, reason)))
        {
            row.Skip(part);
            SayNews(partition, part);
        }
    }

    /// <summary>What was told below the position is not remembered, as is on record already.</summary>
    public void Forgotten(TopicPartition partition, long position) => SayNews(partition, new(0, position - 1, SkipReason.Forgotten));

    /// <summary>What was held is gone with its topic.</summary>
    /// <param name="row">The partition's, which is written next.</param>
    public void Lose(TopicPartition partition, PartitionRow row, StoredHeld held)
    {
        var range = new SkippedRanges.Range(held.First, held.Last, SkipReason.Held);
        row.Skip(range);
        if (!_said.GetValueOrDefault(partition, SkippedRanges.None).All.Contains(range))
        {
            _said[partition] = _said.GetValueOrDefault(partition, SkippedRanges.None).With(range);
            var (first, last) = (LogNumber.OffsetOf(held.First), LogNumber.OffsetOf(held.Last));
            Say(
                $"`{TopicNames.Held}` was deleted and made again, and what it held of partition {partition.Partition.Value} of `{partition.Topic}` "
                + $"is not judged: {held.Words}, at offsets from {first} to {last}",
                partition, SkipReason.Held, held.Records);
        }
    }

    private void SayNews(TopicPartition partition, SkippedRanges.Range range)
    {
        foreach (var news in _said.GetValueOrDefault(partition, SkippedRanges.None).Unrecorded(range))
        {
            _said[partition] = _said.GetValueOrDefault(partition, SkippedRanges.None).With(news);
            Say(partition, news);
        }
    }

    private void Say(TopicPartition partition, SkippedRanges.Range range)
    {
        var (first, last) = (LogNumber.OffsetOf(range.From), LogNumber.OffsetOf(range.To));
        var what = $"records {first} to {last} of partition {partition.Partition.Value} of `{partition.Topic}` {Meaning(range.Reason)}";
        Say(what, partition, range.Reason, last - first + 1);
    }

    private void Say(string what, TopicPartition partition, string reason, long count)
    {
        metrics.Skipped(partition, reason, count);
        degradations.Add(what);
        Skipped(what);
    }

    private static string Meaning(string reason) => reason switch
    {
        SkipReason.Deleted => "were deleted before they were read, so they are not judged; keep events for longer than the silos may be behind",
        SkipReason.Forgotten => "were told, and what they did is not remembered: limits and duties that counted on them may not be judged; keep events, and what is stored, for longer than storage may be away",
        SkipReason.Recreated => "went with the topic, which was deleted and made again before they were read, so they are not judged",
        SkipReason.Truncated => "are no longer in the log, which lost its end after they were judged; what is written from there on is judged, and what was written over them before this was noticed is not",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no such reason"),
    };

    [LoggerMessage(1, LogLevel.Error, "{What}")]
    private partial void Skipped(string what);
}
