using System.Globalization;
using Confluent.Kafka;
using Orleans.Storage;

namespace Covenant.Silo.Deadlines;

/// <summary>One partition's chunks in grain storage, each a state of its own.</summary>
/// <param name="isLetGo">Whether an operator has given up the chunk of this key, which cannot be read.</param>
internal sealed class ChunkStore(IGrainStorage storage, TopicPartition partition, long tenure, Func<string, bool> isLetGo)
{
    private const string StateName = "due";

    private readonly string _tenure = tenure.ToString(CultureInfo.InvariantCulture);
    private int _last;

    /// <summary>A name that no chunk has had. For one checkpoint at a time.</summary>
    public ChunkName NewName(int entries) => new(_tenure, ++_last, entries);

    public Task WriteAsync(ChunkName name, IReadOnlyCollection<DueEntry> entries) =>
        storage.WriteStateAsync(StateName, IdOf(name), new GrainState<StoredDueChunk>(new StoredDueChunk { Entries = DeadlineForm.OfEntries(entries) }));

    /// <returns>None of a chunk that was let go.</returns>
    /// <exception cref="UnreadableChunkException">It is not there, or is none.</exception>
    public async Task<List<DueEntry>> ReadAsync(ChunkName name)
    {
        try
        {
            var chunk = new GrainState<StoredDueChunk>(new StoredDueChunk());
            await storage.ReadStateAsync(StateName, IdOf(name), chunk);
            return chunk is { RecordExists: true, State: { } stored } ? DeadlineForm.Entries(stored.Entries) : throw new InvalidDataException("it is not in storage");
        }
        catch (InvalidDataException unreadable)
        {
            return isLetGo(KeyOf(name)) ? [] : throw new UnreadableChunkException(KeyOf(name), unreadable.Message, () => ReadAsync(name));
        }
    }

    public async Task DeleteAsync(ChunkName name)
    {
        if (isLetGo(KeyOf(name)))
        {
            // It stays as it is.
            return;
        }

        // A provider may ask for the version that is there.
        var chunk = new GrainState<StoredDueChunk>(new StoredDueChunk());
        await storage.ReadStateAsync(StateName, IdOf(name), chunk);
        if (chunk.RecordExists)
        {
            await storage.ClearStateAsync(StateName, IdOf(name), chunk);
        }
    }

    private GrainId IdOf(ChunkName name) => GrainId.Create(StateName, KeyOf(name));

    private string KeyOf(ChunkName name) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}/{name.Tenure}/{name.Number}");
}

/// <summary>A chunk of due dates is not in storage, or is none: the partition cannot go on, for what is in it would not be decided.</summary>
/// <param name="key">Of the chunk in storage.</param>
/// <param name="reason">In a line.</param>
/// <param name="look">Reads it again; throws this again while it cannot be read.</param>
internal sealed class UnreadableChunkException(string key, string reason, Func<Task> look)
    : Exception($"the due dates `{key}` cannot be read ({reason})")
{
    public string Key => key;

    public string Reason => reason;

    public Task LookAsync() => look();
}
