using System.Globalization;
using Confluent.Kafka;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>A partition's row in grain storage, as one tenure has it: another that writes it makes this one's next write fail.</summary>
internal sealed class PartitionRow(IGrainStorage storage, TopicPartition partition, Guid tenure)
{
    private const string StateName = "partition";

    private readonly GrainId _id = GrainId.Create(StateName, string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}"));
    private readonly GrainState<StoredPartition> _row = new(new StoredPartition());

    public async Task<StoredPartition?> ReadAsync()
    {
        await storage.ReadStateAsync(StateName, _id, _row);
        return _row.RecordExists ? _row.State : null;
    }

    /// <summary>Whether no other tenure has written it.</summary>
    public async Task<bool> IsOursAsync()
    {
        var now = new GrainState<StoredPartition>(new StoredPartition());
        await storage.ReadStateAsync(StateName, _id, now);
        return now.RecordExists && now.State?.Tenure == tenure;
    }

    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task WriteAsync(StoredPartition row)
    {
        row.Tenure = tenure;
        _row.State = row;
        return storage.WriteStateAsync(StateName, _id, _row);
    }
}
