using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>A partition's row in grain storage, as one tenure has it: another that writes it makes this one's next write fail.</summary>
internal sealed class PartitionRow(IGrainStorage storage, TopicPartition partition)
{
    private const string StateName = "partition";

    private readonly GrainId _id = GrainId.Create(StateName, string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}"));
    private readonly GrainState<StoredPartition> _row = new(new StoredPartition());

    /// <summary>Once it is claimed, its own tenure the last.</summary>
    public TenureHistory Tenures { get; private set; } = TenureHistory.None;

    public async Task<StoredPartition?> ReadAsync()
    {
        await storage.ReadStateAsync(StateName, _id, _row);
        return _row.RecordExists ? _row.State : null;
    }

    /// <summary>Begins a tenure.</summary>
    /// <param name="read">As it was read, with what changes.</param>
    /// <param name="found">What is published.</param>
    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task ClaimAsync(StoredPartition read, Progress found)
    {
        Tenures = read.Tenures.Next(found);
        return WriteAsync(read);
    }

    /// <summary>Whether no other tenure has written it.</summary>
    public async Task<bool> IsOursAsync()
    {
        var now = new GrainState<StoredPartition>(new StoredPartition());
        await storage.ReadStateAsync(StateName, _id, now);
        return now.RecordExists && now.State?.Tenures.Last == Tenures.Last;
    }

    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task WriteAsync(StoredPartition row)
    {
        row.Tenures = Tenures;
        _row.State = row;
        return storage.WriteStateAsync(StateName, _id, _row);
    }
}
