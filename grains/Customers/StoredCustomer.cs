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
}
