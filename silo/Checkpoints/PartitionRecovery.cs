using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Storage;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Checkpoints;

/// <summary>Finds out how far a partition has come, and makes it this silo's.</summary>
internal sealed class PartitionRecovery(
    PartitionRows rows,
    TopicProvisioner topics,
    LogLives lives,
    PublishedPositions positions,
    KafkaClients clients,
    TransactionLoop transactions,
    SkippedRecords skipped,
    HeldTopic held,
    SiloExit exit,
    CohortLayout cohorts,
    IOptions<StateOptions> state,
    IOptions<IngestionOptions> ingestion) : IDisposable
{
    private static readonly TimeSpan FenceTimeout = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _ending = new(1);

    // When silos were ended, by their names as writers.
    private readonly Dictionary<string, long> _ended = [];

    /// <exception cref="HeldException">The partition is not to be read before an operator says what is to be done.</exception>
    public async Task<StartingPoint> RecoverAsync(TopicPartition partition, CancellationToken token)
    {
        var begun = Stopwatch.GetTimestamp();

        // Also of this silo's own: the tenure before may have had something in a transaction when it ended.
        await transactions.SettledAsync(token);
        var (row, stored) = await rows.ReadAsync(partition, token);
        if (stored is not null && rows.MistakeIn(stored) is { } mistake)
        {
            // INVARIANT (refusal): nothing is written after it, so that the next start refuses too.
            exit.Fail(mistake);
            throw new HeldException(mistake);
        }

        if (stored?.Owner is { } owner && owner != clients.TransactionalId)
        {
            // It did not give the partition back, so it may have died in a transaction, which keeps readers waiting until somebody ends it.
            await EndAsync(owner, begun, token);
        }

        // After the one before was ended, so that nothing of its can be committed later than this.
        var found = await FindAsync(partition, stored, await topics.IdOfAsync(partition.Topic), token);
        if (stored is null && found.Committed is { Offset: > 0 } there)
        {
            Forget(partition, row, there);
        }

        if (stored is not null && await lives.NextAsync(partition, row, stored, found, token) is { } next)
        {
            found = await FindAsync(partition, next, found.Topic, token);
        }

        var lost = stored?.Held is { } kept ? await LostAsync(kept, token) : null;
        return await BeginAsync(partition, row, stored, found, lost, token);
    }

    public void Dispose() => _ending.Dispose();

    private async Task<StartingPoint> BeginAsync(TopicPartition partition, PartitionRow row, StoredPartition? stored, FoundLog found, StoredHeld? lost, CancellationToken token)
    {
        var checkpoint = stored is not null && found.Published is { } told ? Math.Min(stored.Checkpoint, told.Offset) : found.Published?.Offset ?? found.Start;
        var published = found.Published ?? default;
        var isBegun = published.Offset >= LogNumber.Of(stored?.Life ?? 0, 0);
        if (isBegun && checkpoint < found.Start)
        {
            checkpoint = PassOver(partition, row, checkpoint, found);
        }

        var claimed = stored ?? new StoredPartition();
        (claimed.Checkpoint, claimed.Wakes, claimed.Owner, claimed.Cohorts, claimed.Group) = (checkpoint, published.Wakes, clients.TransactionalId, cohorts.Name, clients.Group);
        claimed.Topic = found.Topic.Length > 0 ? found.Topic : claimed.Topic;
        claimed.InstitutionsFrom ??= published.Offset;
        claimed.Skews = claimed.Skews.Next(claimed.Checkpoint, published.Offset, ingestion.Value.ClockSkewMax);
        if (lost is not null)
        {
            claimed.Held = null;
            skipped.Lose(partition, row, lost);
        }

        await row.ClaimAsync(claimed, published).WaitAsync(token);

        // No position of this life is committed yet, and what Kafka has is the life's before: nothing is judged before that is mended.
        if (!isBegun)
        {
            (checkpoint, published) = await lives.CommitAsync(partition, row, claimed, published, token);
            checkpoint = checkpoint < found.Start ? PassOver(partition, row, checkpoint, found with { Published = published }) : checkpoint;
        }

        var apart = await Task.Run(() => positions.ReadInstitutions([partition])[partition], token).WaitAsync(token);
        var institutions = apart?.Offset < claimed.InstitutionsFrom ? new Progress(claimed.InstitutionsFrom.Value, 0) : apart;
        return new StartingPoint(checkpoint, published, institutions, PartitionTimes.Of(claimed), claimed.Skews, claimed.Deadlines, row) { IsCommitted = found.Committed is not null, Held = await held.CatchUpAsync(token) };
    }

    /// <returns>What was held and is gone, for its topic is another one now; null where nothing is.</returns>
    /// <exception cref="HeldException">There is no topic.</exception>
    private async Task<StoredHeld?> LostAsync(StoredHeld kept, CancellationToken token)
    {
        HeldNow now;
        try
        {
            now = await held.CatchUpAsync(token);
        }
        catch (KafkaException gone) when (gone.Error.Code.IsOfMissingTopic)
        {
            now = HeldNow.Nothing;
        }

        return now.Topic is null
            ? throw new HeldException($"`{TopicNames.Held}` is not there, and held {kept.Words}, which are lost unless it comes back; make it again with `covenant topics` to go on without them")
            : now.IsOfAnotherThan(kept.Topic) ? kept : null;
    }

    private async Task<FoundLog> FindAsync(TopicPartition partition, StoredPartition? stored, string topic, CancellationToken token)
    {
        positions.Begin(partition, stored?.Life ?? 0);
        var (committed, start, end) = await Task.Run(() => (positions.Read([partition])[partition], positions.StartOf(partition), positions.EndOf(partition)), token).WaitAsync(token);
        return new FoundLog(topic, committed, Published(committed, stored), start, end);
    }

    // Kafka forgets what was not committed for a week: then it is what the row says, which is never ahead. So it is while no position of
    // the present life is committed.
    private static Progress? Published(Progress? committed, StoredPartition? stored) =>
        stored is null ? committed
        : committed is { } there && stored.Checkpoint >= LogNumber.Of(stored.Life, 0) ? there with { Wakes = Math.Max(there.Wakes, stored.Wakes) }
        : new Progress(stored.Checkpoint, stored.Wakes);

    // Records that are gone: the first ones had been told, the others had not even been read.
    private long PassOver(TopicPartition partition, PartitionRow row, long checkpoint, FoundLog found)
    {
        var read = Math.Clamp(found.Published?.Offset ?? checkpoint, checkpoint, found.Start);
        skipped.Add(partition, row, checkpoint, read - 1, SkipReason.Forgotten);
        skipped.Add(partition, row, read, found.Start - 1, SkipReason.Deleted);
        return found.Start;
    }

    private void Forget(TopicPartition partition, PartitionRow row, Progress there)
    {
        if (state.Value.Provider is not StateProvider.Memory)
        {
            throw new HeldException(
                $"group `{clients.Group}` has come to offset {there.Offset} of it, and storage has no row of it any more: bring the storage back that has (`{StateOptions.Section}`), or start the silo again, which then says how to go on without");
        }

        skipped.Add(partition, row, 0, there.Offset - 1, SkipReason.Forgotten);
    }

    private async Task EndAsync(string owner, long begun, CancellationToken token)
    {
        await _ending.WaitAsync(token);
        try
        {
            // Once for all partitions that it left.
            if (_ended.GetValueOrDefault(owner) < begun)
            {
                await clients.Calls.RunAsync("successor of a silo", watch => End(owner, watch), token);
                _ended[owner] = Stopwatch.GetTimestamp();
            }
        }
        finally
        {
            _ending.Release();
        }
    }

    private bool End(string owner, CallWatch watch)
    {
        try
        {
            clients.End(clients.OpenTransactional(watch, FenceTimeout, owner));
        }
        catch (KafkaException decided) when (decided.Error.Code == ErrorCode.ConcurrentTransactions)
        {
            // The broker ends it already, and takes as long over it as a broker with one of its partitions is away.
        }

        return true;
    }
}

/// <summary>What Kafka has of a partition, in numbers of the present life of its log.</summary>
/// <param name="Topic">Its topic's id; empty where the broker does not tell.</param>
/// <param name="Committed">Null where nothing is.</param>
/// <param name="Published">By the row, too; null where neither knows the partition.</param>
/// <param name="Start">Of the first record.</param>
/// <param name="End">Behind the last.</param>
internal sealed record FoundLog(string Topic, Progress? Committed, Progress? Published, long Start, long End);

/// <summary>
/// A partition is not to be read before an operator says what is to be done, or before something is there again. The message says in one
/// line what and how.
/// </summary>
internal sealed class HeldException(string reason) : Exception(reason)
{
    public static HeldException OfDueDates(UnreadableChunkException unreadable) => new(
        $"its due dates `{unreadable.Key}` in storage cannot be read ({unreadable.Reason}); they are tried again now and then. Put them back, or start a version that reads them; or let them go with "
        + $"`--{StateOptions.Section}:{nameof(StateOptions.ForgetRow)}={LossToken.OfDueDates(unreadable.Key)}`: then duties that are in them are decided once something else happens to their customers, and otherwise never");
}
