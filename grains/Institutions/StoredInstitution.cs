namespace Covenant.Grains.Institutions;

/// <summary>What storage holds of an institution.</summary>
[GenerateSerializer, Alias("covenant.stored-institution")]
public sealed class StoredInstitution
{
    /// <summary>The compact binary form of the state.</summary>
    [Id(0)]
    public byte[] State { get; set; } = [];

    /// <summary>The last offset that was counted, by partition and by what counts it.</summary>
    [Id(1)]
    public Dictionary<(int Partition, UInt128 Definition), long> Marks { get; set; } = [];
}
