using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Storage;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>Finds out how far a partition has come, and makes it this silo's.</summary>
internal sealed partial class PartitionRecovery(
    [FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage,
    PublishedPositions positions,
    KafkaClients clients,
    TransactionLoop transactions,
    Degradations degradations,
    SiloExit exit,
    CohortLayout cohorts,
    IOptions<IngestionOptions> ingestion,
    ILogger<PartitionRecovery> logger) : IDisposable
{
    private static readonly TimeSpan FenceTimeout = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _ending = new(1);

    // When silos were ended, by their names as writers.
    private readonly Dictionary<string, long> _ended = [];

    public async Task<StartingPoint> RecoverAsync(TopicPartition partition, CancellationToken token)
    {
        var begun = Stopwatch.GetTimestamp();

        // Also of this silo's own: the tenure before may have had something in a transaction when it ended.
        await transactions.SettledAsync(token);
        var row = new PartitionRow(storage, partition);
        var stored = await row.ReadAsync().WaitAsync(token);
        if (stored?.Cohorts is { } kept && kept != cohorts.Name)
        {
            exit.Fail($"the state is kept in cohorts `{kept}`, and not `{cohorts.Name}`: set `{CohortOptions.Section}` as it was, or give `{StateOptions.Section}:{nameof(StateOptions.Table)}` a new name");
        }

        if (stored?.Owner is { } owner && owner != clients.TransactionalId)
        {
            // It did not give the partition back, so it may have died in a transaction, which keeps readers waiting until somebody ends it.
            await EndAsync(owner, begun, token);
        }

        // After the one before was ended, so that nothing of its can be committed later than this.
        var (committed, start, end) = await Task.Run(() => (positions.Read([partition])[partition], positions.StartOf(partition), positions.EndOf(partition)), token).WaitAsync(token);
        var published = Published(committed, stored);
        if (published?.Offset > end)
        {
            exit.Fail($"group `{clients.Group}` has come to offset {published.Value.Offset} of partition {partition.Partition.Value} of `{partition.Topic}`, which ends at {end}: the topic is another one; "
                + $"give `{KafkaOptions.Section}:{KafkaOptions.GroupId}` and the state a new name");
        }

        var checkpoint = stored is not null && published is { } told ? Math.Min(stored.Checkpoint, told.Offset) : published?.Offset;
        if (checkpoint < start)
        {
            Deleted(partition.Partition.Value, checkpoint.Value, start - 1);
            degradations.Add($"records {checkpoint} to {start - 1} of partition {partition.Partition.Value} were deleted before what they did was stored");
            checkpoint = start;
        }

        var claimed = stored ?? new StoredPartition();
        (claimed.Checkpoint, claimed.Wakes, claimed.Owner, claimed.Cohorts) = (checkpoint ?? 0, published?.Wakes ?? 0, clients.TransactionalId, cohorts.Name);
        claimed.Skews = claimed.Skews.Next(claimed.Checkpoint, published?.Offset ?? 0, ingestion.Value.ClockSkewMax);
        await row.ClaimAsync(claimed, published ?? default).WaitAsync(token);
        return new StartingPoint(checkpoint, published ?? default, PartitionTimes.Of(claimed), claimed.Skews, claimed.Deadlines, row);
    }

    public void Dispose() => _ending.Dispose();

    // Kafka forgets what was not committed for a week: then it is what the row says, which is never ahead.
    private static Progress? Published(Progress? committed, StoredPartition? stored) =>
        stored is null ? committed
        : committed is { } there ? there with { Wakes = Math.Max(there.Wakes, stored.Wakes) }
        : new Progress(stored.Checkpoint, stored.Wakes);

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
        clients.End(clients.OpenTransactional(watch, FenceTimeout, owner));
        return true;
    }

    [LoggerMessage(1, LogLevel.Error, "records {From} to {To} of partition {Partition} were deleted before what they did was stored: limits and duties that counted on them may not be judged; keep events for longer than storage may be away")]
    private partial void Deleted(int partition, long from, long to);
}
