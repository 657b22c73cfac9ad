using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;

namespace Covenant.Grains.Customers;

/// <summary>What storage holds of a customer.</summary>
[GenerateSerializer, Alias("covenant.stored-customer")]
public sealed class StoredCustomer
{
    /// <summary>The compact binary form of the state.</summary>
    [Id(0)]
    public byte[] State { get; set; } = [];

    /// <summary>The last offset that was applied, by partition.</summary>
    [Id(1)]
    public Dictionary<int, long> Marks { get; set; } = [];

    /// <summary>What the state has decided and what may not have been told yet.</summary>
    [Id(2)]
    public Untold<Violation>[] Violations { get; set; } = [];

    /// <summary>What the state has counted for the institution and what may not have reached it yet.</summary>
    [Id(3)]
    public Untold<Contribution>[] Contributions { get; set; } = [];
}
