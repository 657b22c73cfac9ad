using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;

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

    /// <summary>What the state has decided and what may not have been told yet.</summary>
    [Id(2)]
    public Untold<Violation>[] Violations { get; set; } = [];
}
