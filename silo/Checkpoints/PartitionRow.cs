using System.Globalization;
using Confluent.Kafka;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>A partition's row in grain storage, as one tenure has it: another that writes it makes this one's next write fail.</summary>
internal sealed class PartitionRow(IGrainStorage storage, TopicPartition partition)
{
    private const string StateName = "partition";

    private readonly GrainId _id = GrainId.Create(StateName, string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}"));
    private readonly GrainState<StoredPartition> _row = new(new StoredPartition());

    /// <summary>The one that begins with the reading: no other can write the row as it.</summary>
    public long Tenure { get; private set; }

    public async Task<StoredPartition?> ReadAsync()
    {
        await storage.ReadStateAsync(StateName, _id, _row);
        var stored = _row.RecordExists ? _row.State : null;
        Tenure = (stored?.Tenure ?? 0) + 1;
        return stored;
    }

    /// <summary>Whether no other tenure has written it.</summary>
    public async Task<bool> IsOursAsync()
    {
        var now = new GrainState<StoredPartition>(new StoredPartition());
        await storage.ReadStateAsync(StateName, _id, now);
        return now.RecordExists && now.State?.Tenure == Tenure;
    }

    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task WriteAsync(StoredPartition row)
    {
        row.Tenure = Tenure;
        _row.State = row;
        return storage.WriteStateAsync(StateName, _id, _row);
    }
}
