using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Storage;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// Looks at storage before the silo joins the group: where positions are committed and storage has nothing of them, or where it is kept
/// otherwise than this silo would, the silo does not start. An
/// operator accepts the loss by a token, and then the missing rows are begun for all partitions at once.
/// </summary>
internal sealed partial class StateGuard(
    PartitionRows rows, TopicProvisioner topics, PublishedPositions positions, KafkaClients clients, KafkaBroker broker, SkippedRecords skipped, SiloExit exit, IOptions<StateOptions> state, ILogger<StateGuard> logger)
{
    private const int NamedMax = 8;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <returns>False where it may not.</returns>
    public async Task<bool> MayJoinAsync(CancellationToken token)
    {
        for (var isSaid = false; ; isSaid = true)
        {
            try
            {
                return await LookAsync(token);
            }
            catch (Exception away) when (!token.IsCancellationRequested)
            {
                if (!isSaid)
                {
                    Waits(Reason.Of(away));
                }
            }

            await Task.Delay(RetryAfter, token);
        }
    }

    private async Task<bool> LookAsync(CancellationToken token)
    {
        var partitions = await topics.PartitionsOfAsync(TopicNames.Events, RetryAfter, token);
        if (!await KeepsAllAsync())
        {
            return false;
        }

        var committed = await Task.Run(() => positions.Read(partitions), token);
        var missing = new Dictionary<TopicPartition, Progress?>();
        foreach (var partition in partitions)
        {
            var isThere = await TryReadAsync(partition, token) is var (isRead, stored) && (!isRead || stored is not null);
            if (stored is not null && rows.MistakeIn(stored) is { } mistake)
            {
                exit.Fail(mistake);
                return false;
            }

            if (!isThere && committed[partition] is { Offset: > 0 } there)
            {
                missing[partition] = there;
            }
        }

        return missing.Count == 0 || state.Value.Provider is StateProvider.Memory || await AcceptAsync(missing, token);
    }

    private async Task<bool> KeepsAllAsync()
    {
        var policy = await topics.PolicyOfAsync(TopicNames.Events);
        if (policy?.Contains("compact", StringComparison.Ordinal) == true)
        {
            exit.Fail($"`{TopicNames.Events}` is compacted (`cleanup.policy` is `{policy}`): of each customer all events but the last are removed from it, judged or not; set it to `delete`");
            return false;
        }

        if (policy is null && !broker.IsEmbedded)
        {
            PolicyUnknown(TopicNames.Events);
        }

        return true;
    }

    // One that cannot be read is there, and held by its recovery.
    private async Task<(bool IsRead, StoredPartition? Stored)> TryReadAsync(TopicPartition partition, CancellationToken token)
    {
        try
        {
            return (true, (await rows.ReadAsync(partition, token)).Stored);
        }
        catch (HeldException)
        {
            return (false, null);
        }
    }

    private async Task<bool> AcceptAsync(Dictionary<TopicPartition, Progress?> missing, CancellationToken token)
    {
        var id = await topics.IdOfAsync(TopicNames.Events);
        var fits = LossToken.Of("state", id, missing);
        if (state.Value.StartEmpty != fits)
        {
            exit.Fail(
                $"group `{clients.Group}` has come to offset {Named(missing)} of `{TopicNames.Events}`, and storage (`{state.Value.Provider}`, `{state.Value.Table}`) has nothing of what was judged: "
                + $"set `{StateOptions.Section}` to the storage that has it, or go on without any memory of it with `--{StateOptions.Section}:{nameof(StateOptions.StartEmpty)}={fits}`, which accepts this loss and no later one");
            return false;
        }

        foreach (var (partition, there) in missing)
        {
            await rows.BeginAsync(partition, there!.Value, id, generation: null, token);
        }

        foreach (var (partition, there) in missing)
        {
            skipped.Forgotten(partition, there!.Value.Offset);
        }

        return true;
    }

    private static string Named(Dictionary<TopicPartition, Progress?> missing) =>
        string.Join(", ", missing.OrderBy(one => one.Key.Partition.Value).Take(NamedMax).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value!.Value.Offset} of partition {one.Key.Partition.Value}")))
        + (missing.Count > NamedMax ? $" and of {missing.Count - NamedMax} more" : "");

    [LoggerMessage(1, LogLevel.Warning, "what storage and the broker have of the partitions is not known yet ({Reason}); trying on until it is")]
    private partial void Waits(string reason);

    [LoggerMessage(2, LogLevel.Warning, "whether `{Topic}` is compacted may not be read; it must not be, for that removes events before they are judged. Allow the silo to describe its configs, or look at its `cleanup.policy`")]
    private partial void PolicyUnknown(string topic);
}
