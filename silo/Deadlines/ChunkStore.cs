using System.Globalization;
using Confluent.Kafka;
using Orleans.Storage;

namespace Covenant.Silo.Deadlines;

/// <summary>One partition's chunks in grain storage, each a state of its own.</summary>
internal sealed class ChunkStore(IGrainStorage storage, TopicPartition partition, long tenure)
{
    private const string StateName = "due";

    private readonly string _tenure = tenure.ToString(CultureInfo.InvariantCulture);
    private int _last;

    /// <summary>A name that no chunk has had. For one checkpoint at a time.</summary>
    public ChunkName NewName(int entries) => new(_tenure, ++_last, entries);

    public Task WriteAsync(ChunkName name, IReadOnlyCollection<DueEntry> entries) =>
        storage.WriteStateAsync(StateName, IdOf(name), new GrainState<StoredDueChunk>(new StoredDueChunk { Entries = DeadlineForm.OfEntries(entries) }));

    public async Task<List<DueEntry>> ReadAsync(ChunkName name)
    {
        var chunk = new GrainState<StoredDueChunk>(new StoredDueChunk());
        await storage.ReadStateAsync(StateName, IdOf(name), chunk);
        return chunk is { RecordExists: true, State: { } stored }
            ? DeadlineForm.Entries(stored.Entries)
            : throw new InvalidDataException($"the due dates `{IdOf(name)}` are not in storage; restore them, for the obligations in them would not be decided");
    }

    public async Task DeleteAsync(ChunkName name)
    {
        // A provider may ask for the version that is there.
        var chunk = new GrainState<StoredDueChunk>(new StoredDueChunk());
        await storage.ReadStateAsync(StateName, IdOf(name), chunk);
        if (chunk.RecordExists)
        {
            await storage.ClearStateAsync(StateName, IdOf(name), chunk);
        }
    }

    private GrainId IdOf(ChunkName name) =>
        GrainId.Create(StateName, string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}/{name.Tenure}/{name.Number}"));
}
