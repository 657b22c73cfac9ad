using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Grains.Customers;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>Finds out how far a partition has come, and makes it this silo's.</summary>
internal sealed class PartitionRecovery(
    [FromKeyedServices(CustomerGrain.Storage)] IGrainStorage storage, PublishedPositions positions, KafkaClients clients, TransactionLoop transactions, SiloExit exit)
{
    private static readonly TimeSpan FenceTimeout = TimeSpan.FromSeconds(10);

    public async Task<StartingPoint> RecoverAsync(TopicPartition partition, CancellationToken token)
    {
        await transactions.Ready.WaitAsync(token);
        var tenure = Guid.NewGuid();
        var row = new PartitionRow(storage, partition, tenure);
        var stored = await row.ReadAsync();
        if (stored?.Owner is { } owner && owner != clients.TransactionalId)
        {
            // It did not give the partition back, so it may have died in a transaction, which keeps readers waiting until somebody ends it.
            await Task.Run(() => End(owner), token);
        }

        // After the one before was ended, so that nothing of its can be committed later than this.
        var published = await Task.Run(() => Published(partition), token);
        var checkpoint = stored is not null && published is { } told ? Math.Min(stored.Checkpoint, told.Offset) : published?.Offset;
        var claimed = stored ?? new StoredPartition();
        (claimed.Checkpoint, claimed.Owner) = (checkpoint ?? 0, clients.TransactionalId);
        await row.WriteAsync(claimed);
        return new StartingPoint(tenure, checkpoint, published ?? default, claimed.Clock, claimed.Deadlines, row);
    }

    private void End(string owner)
    {
        using var successor = clients.TransactionalProducer(owner);
        successor.InitTransactions(FenceTimeout);
    }

    private Progress? Published(TopicPartition partition)
    {
        var published = positions.Read([partition])[partition];
        if (published is { } told && positions.EndOf(partition) is var end && told.Offset > end)
        {
            exit.Fail($"group `{clients.Group}` has come to offset {told.Offset} of partition {partition.Partition.Value} of `{partition.Topic}`, which ends at {end}: the topic is another one; "
                + $"give `{KafkaOptions.Section}:{KafkaOptions.GroupId}` and the state a new name");
        }

        return published;
    }
}
