using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// Begins a partition's next life where its log is another one: its topic was deleted and made again, which an operator accepts, or it lost
/// its end. From then on offsets count again, and all
/// that was stored of the lives before stays below them: marks pass over nothing, and what was told is not told again.
/// </summary>
internal sealed partial class LogLives(
    TopicRow topic, PublishedPositions positions, TransactionLoop transactions, SkippedRecords skipped, ClusterFormats formats, IOptions<IngestionOptions> ingestion, ILogger<LogLives> logger)
{
    private const int LooksMax = 3;

    // A broker that has just come to lead a partition may not know all of its end yet.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <returns>The row as it is then; null where the life is the same.</returns>
    /// <exception cref="HeldException">The topic is another one, and nobody has accepted it, or a silo of the cluster cannot read on there.</exception>
    public async Task<StoredPartition?> NextAsync(TopicPartition partition, PartitionRow row, StoredPartition stored, FoundLog found, CancellationToken token)
    {
        if (stored.Topic is { Length: > 0 } before && found.Topic.Length > 0 && before != found.Topic)
        {
            await RequireAcceptedAsync(partition, before, found, token);
            RequireOneVersion(partition);
            var to = Math.Max(stored.LogEnd, found.Published?.Offset ?? 0);
            if (found.Published is { } published && to > published.Offset)
            {
                skipped.Add(partition, row, published.Offset, to - 1, SkipReason.Recreated);
            }

            Accepted(partition.Partition.Value, found.Topic, before, LogNumber.OffsetOf(to));
            (stored.Clock, stored.Recorded, stored.IsAdmitted, stored.Skews, stored.Topic) = (null, null, true, SkewHistory.None, found.Topic);
            return await BeginAsync(stored, from: 0, token);
        }

        if (!(found.Published?.Offset > found.End) || found.Published?.Offset < LogNumber.Of(stored.Life, 0) || await EndAgainAsync(partition, found, token) is not { } end)
        {
            return null;
        }

        RequireOneVersion(partition);
        skipped.Add(partition, row, end, found.Published!.Value.Offset - 1, SkipReason.Truncated);
        return await BeginAsync(stored, LogNumber.OffsetOf(end), token);
    }

    /// <summary>Commits the first position of the present life, over what Kafka has of the one before.</summary>
    public async Task<(long Checkpoint, Progress Published)> CommitAsync(TopicPartition partition, PartitionRow row, StoredPartition claimed, Progress before, CancellationToken token)
    {
        var first = new Progress(LogNumber.Of(claimed.Life, claimed.LifeFrom), before.Wakes);
        var output = new PartitionOutput(partition, before, batchesMax: 1, () => long.MaxValue);
        transactions.Add(new Telling(output, first, [], IsUrgent: true, Beside: (output, first)));
        await output.ReachedAsync(first, token);
        claimed.Checkpoint = first.Offset;
        await row.WriteAsync(claimed).WaitAsync(token);
        return (first.Offset, first);
    }

    private async Task<StoredPartition> BeginAsync(StoredPartition stored, long from, CancellationToken token)
    {
        stored.Life++;
        stored.LifeFrom = from;
        stored.LogEnd = 0;
        stored.Checkpoint = LogNumber.Of(stored.Life, 0) - 1;
        await topic.ChangeAsync(
            all =>
            {
                var isMore = all.LifeMax < stored.Life;
                all.LifeMax = Math.Max(all.LifeMax, stored.Life);
                return isMore;
            },
            token);
        return stored;
    }

    // An earlier version counts offsets as the log has them, and would take all records of the new life for judged.
    private void RequireOneVersion(TopicPartition partition)
    {
        if (!formats.AllReadNow)
        {
            throw new HeldException($"its log is another one than before, and a silo of the cluster is of an earlier version, which would take what is new for judged: upgrade that silo too, and `{partition.Topic}` goes on by itself");
        }
    }

    private async Task RequireAcceptedAsync(TopicPartition partition, string before, FoundLog found, CancellationToken token)
    {
        if (ingestion.Value.AcceptNewTopic == found.Topic)
        {
            // For the other silos, too.
            await topic.ChangeAsync(
                all =>
                {
                    var isNews = all.Accepted != found.Topic;
                    all.Accepted = found.Topic;
                    return isNews;
                },
                token);
            return;
        }

        if ((await topic.ReadAsync(token))?.Accepted != found.Topic)
        {
            throw new HeldException(
                $"`{partition.Topic}` was deleted and made again: its id was `{before}` and is `{found.Topic}`, and the old one was told up to offset {LogNumber.OffsetOf(found.Published?.Offset ?? 0)}. "
                + $"To read the new one from its beginning start the silo with `--{IngestionOptions.Section}:{nameof(IngestionOptions.AcceptNewTopic)}={found.Topic}`");
        }
    }

    /// <returns>Null where the log does not end before what is published after all.</returns>
    private async Task<long?> EndAgainAsync(TopicPartition partition, FoundLog found, CancellationToken token)
    {
        var end = found.End;
        for (var look = 1; look < LooksMax && end < found.Published!.Value.Offset; look++)
        {
            await Task.Delay(LookAgainAfter, token);
            end = await Task.Run(() => positions.EndOf(partition), token);
        }

        return end < found.Published!.Value.Offset ? end : null;
    }

    [LoggerMessage(1, LogLevel.Warning, "partition {Partition}: the topic `{Id}` is read from its beginning as the operator asked, in place of `{Before}`, of which all behind offset {From} was never read")]
    private partial void Accepted(int partition, string id, string before, long from);
}
