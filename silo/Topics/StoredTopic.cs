namespace Covenant.Silo.Topics;

/// <summary>What storage holds of the events' topic as a whole, once for the cluster, beside the rows of its partitions.</summary>
[GenerateSerializer, Alias("covenant.stored-topic")]
internal sealed class StoredTopic
{
    /// <summary>How many partitions it has, those of the stages included.</summary>
    [Id(0)]
    public int Partitions { get; set; }

    /// <summary>Its id, by which the stages are.</summary>
    [Id(1)]
    public string Topic { get; set; } = "";

    /// <summary>Partitions that were added and have not caught up, the first addition first.</summary>
    [Id(2)]
    public List<AddedPartitions> Added { get; set; } = [];

    /// <summary>The id of the topic that the operator accepted last in place of another; null where none.</summary>
    [Id(3)]
    public string? Accepted { get; set; }

    /// <summary>By partition, how many of its rows were let go because they could not be read.</summary>
    [Id(4)]
    public Dictionary<int, int> LetGo { get; set; } = [];

    /// <summary>No partition's log has had more lives.</summary>
    [Id(5)]
    public int LifeMax { get; set; }
}

/// <summary>Partitions that were added at once, and where each partition's log ended when that was noticed.</summary>
/// <param name="Before">How many there were before.</param>
/// <param name="Ends">Offsets, of all partitions, the new ones last.</param>
[GenerateSerializer, Immutable, Alias("covenant.added-partitions")]
internal sealed record AddedPartitions([property: Id(0)] int Before, [property: Id(1)] long[] Ends)
{
    public bool HasOlder(int partition) => partition < Before;

    public bool HasNew(int partition) => partition >= Before && partition < Ends.Length;

    /// <param name="published">By partition, an offset; -1 where nothing is committed.</param>
    public bool AreOlderRead(IReadOnlyList<long> published) => Enumerable.Range(0, Before).All(partition => published[partition] >= Ends[partition]);

    /// <inheritdoc cref="AreOlderRead"/>
    public bool AreAllRead(IReadOnlyList<long> published) => Enumerable.Range(0, Ends.Length).All(partition => published[partition] >= Ends[partition]);
}
