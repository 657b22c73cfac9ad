using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Storage;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// Finds partitions' rows in storage. One that cannot be read stops its partition alone, until it can be, or until an operator lets it go:
/// then it stays as it is, and another one is begun.
/// </summary>
internal sealed partial class PartitionRows(
    [FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage, TopicRow topic, TopicProvisioner topics, PublishedPositions positions, KafkaClients clients, CohortLayout cohorts,
    IOptions<StateOptions> state, TimeProvider clock, ILogger<PartitionRows> logger)
{
    // A row that fails so often while others can be read is not readable.
    private const int TriesMax = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    // No topic has such a name, so nothing is ever stored there: a storage that answers for it answers.
    private static readonly TopicPartition Nobodys = new("/nobody", 0);

    /// <exception cref="HeldException">It cannot be read, and storage answers for others.</exception>
    public async Task<(PartitionRow Row, StoredPartition? Stored)> ReadAsync(TopicPartition partition, CancellationToken token)
    {
        var generation = await GenerationAsync(partition, token);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ReadAsync(partition, generation, token);
            }
            catch (Exception failed) when (!token.IsCancellationRequested)
            {
                var isDamaged = failed is InvalidDataException;
                if (isDamaged || (tries >= TriesMax && await AnswersForOthersAsync(token)))
                {
                    generation = await LetGoAsync(partition, generation, Reason.Of(failed), token);
                }
                else if (tries >= TriesMax)
                {
                    throw;
                }
            }

            await Task.Delay(RetryAfter, token);
        }
    }

    /// <summary>Why this silo's settings do not fit what is stored; null where they do.</summary>
    public string? MistakeIn(StoredPartition stored) =>
        stored.Cohorts is { } kept && kept != cohorts.Name
            ? $"the state is kept in cohorts `{kept}`, and not `{cohorts.Name}`: set `{CohortOptions.Section}` as it was, or give `{StateOptions.Section}:{nameof(StateOptions.Table)}` a new name"
            : stored.Group is { } group && group != clients.Group
            ? $"the state belongs to consumer group `{group}`, and not `{clients.Group}`: set `{KafkaOptions.Section}:{KafkaOptions.GroupId}` as it was, or give `{StateOptions.Section}:{nameof(StateOptions.Table)}` a new name"
            : null;

    /// <summary>
    /// Begins rows that are missing where positions are committed, each at its position: what was judged before is not remembered.
    /// </summary>
    public async Task BeginAsync(TopicPartition partition, Progress at, string id, int? generation, CancellationToken token)
    {
        var all = await topic.ReadAsync(token);
        var life = all?.LifeMax ?? 0;
        var number = LogNumber.Of(life, LogNumber.OffsetOf(at.Offset));
        var row = new PartitionRow(storage, partition, generation ?? all?.LetGo.GetValueOrDefault(partition.Partition.Value) ?? 0);
        await row.ReadAsync().WaitAsync(token);
        if (number > LogNumber.Of(life, 0))
        {
            row.Skip(new(LogNumber.Of(life, 0), number - 1, SkipReason.Forgotten));
        }

        // INVARIANT (tenures): customers may remember later tenures than a first one, and chunks of due dates be named by them.
        var tenures = TenureHistory.BegunAt(clock.GetUtcNow());
        await row.BeginAsync(new StoredPartition
        {
            Tenures = tenures,
            Checkpoint = number,
            Wakes = at.Wakes,
            Topic = id,
            Life = life,
            Group = clients.Group,
            Cohorts = cohorts.Name,
        }).WaitAsync(token);
    }

    private async Task<(PartitionRow Row, StoredPartition? Stored)> ReadAsync(TopicPartition partition, int generation, CancellationToken token)
    {
        var row = new PartitionRow(storage, partition, generation);
        var stored = await row.ReadAsync().WaitAsync(token);
        if (stored?.Format > StoredPartition.FormatNow)
        {
            throw new InvalidDataException($"it is of format {stored.Format}, which a later version wrote, and this one reads {StoredPartition.FormatNow}");
        }

        if (stored is { Checkpoint: 0, Cohorts: null, Group: null, Owner: null, Topic: null, Tenures.Last: 0 })
        {
            throw new InvalidDataException("it is empty, and no version has written it so");
        }

        if (stored is not null)
        {
            // So that what is damaged is found before anything is written.
            _ = new PartitionDeadlines(storage, partition, stored.Tenures.Last, stored.Deadlines);
        }

        return (row, stored);
    }

    private async Task<int> LetGoAsync(TopicPartition partition, int generation, string reason, CancellationToken token)
    {
        var (key, id) = (PartitionRow.KeyOf(partition, generation), await topics.IdOfAsync(partition.Topic));
        var committed = await Task.Run(() => positions.Read([partition]), token);
        var fits = LossToken.Of($"row {key}", id, committed);
        if (!state.Value.Forgets(fits))
        {
            throw new HeldException(
                $"its row `{key}` in storage cannot be read ({reason}); it is tried again now and then. Put the row back, or start a version that reads it; or let it go with `--{StateOptions.Section}:{nameof(StateOptions.ForgetRow)}={fits}`: "
                + "then the partition goes on at its committed position, and what is lost is its clock, which customers have duties that fall due, and what they did since the checkpoint");
        }

        await BeginAsync(partition, committed[partition] ?? default, id, generation + 1, token);
        await topic.ChangeAsync(stored => (stored.LetGo[partition.Partition.Value] = generation + 1) > 0, token);
        IsLetGo(key, partition.Partition.Value);
        return generation + 1;
    }

    // How many of its rows were let go.
    private async Task<int> GenerationAsync(TopicPartition partition, CancellationToken token)
    {
        try
        {
            return partition.Topic == TopicNames.Events ? (await topic.ReadAsync(token))?.LetGo.GetValueOrDefault(partition.Partition.Value) ?? 0 : 0;
        }
        catch (UnreadableTopicException unreadable)
        {
            throw new HeldException(unreadable.Message);
        }
    }

    private async Task<bool> AnswersForOthersAsync(CancellationToken token)
    {
        try
        {
            await new PartitionRow(storage, Nobodys).ReadAsync().WaitAsync(token);
            return true;
        }
        catch (Exception) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "the row `{Key}` was let go as the operator asked; partition {Partition} goes on at its committed position")]
    private partial void IsLetGo(string key, int partition);
}
