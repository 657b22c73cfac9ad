namespace Covenant.Silo.Deadlines;

/// <summary>What a partition's row holds of its due dates. As long as the chunks that it names are there, it is all that is needed.</summary>
[GenerateSerializer, Alias("covenant.stored-deadlines")]
internal sealed class StoredDeadlines
{
    /// <summary>The entries that no chunk holds, in the compact form; at most as many as one chunk takes. Empty = none.</summary>
    [Id(0)]
    public byte[] Tail { get; set; } = [];

    /// <summary>By bucket the names of its chunks, and the names of chunks that nobody needs and that may still be there, in the compact form. Empty = none.</summary>
    [Id(1)]
    public byte[] Chunks { get; set; } = [];
}

/// <summary>Some entries of one bucket, in the compact form.</summary>
[GenerateSerializer, Alias("covenant.stored-due-chunk")]
internal sealed class StoredDueChunk
{
    [Id(0)]
    public byte[] Entries { get; set; } = [];
}
