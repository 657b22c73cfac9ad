using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Delivery;

namespace Covenant.Grains.Cohorts;

/// <summary>What storage holds of a cohort.</summary>
[GenerateSerializer, Alias("covenant.stored-cohort")]
public sealed class StoredCohort : IStoredState
{
    [NonSerialized]
    private string? _unreadable;

    /// <summary>The compact binary form of all its customers, each apart.</summary>
    [Id(0)]
    public byte[] Customers { get; set; } = [];

    /// <summary>The last offset that was applied, by partition.</summary>
    [Id(1)]
    public Dictionary<int, long> Marks { get; set; } = [];

    /// <summary>What the state has decided and what may not have been told yet.</summary>
    [Id(2)]
    public Untold<Violation>[] Violations { get; set; } = [];

    /// <summary>What the state has counted for institutions and what may not have reached them yet.</summary>
    [Id(3)]
    public Untold<Contribution>[] Contributions { get; set; } = [];

    /// <summary>The events that made the judge fail, and of which that may not have been told yet.</summary>
    [Id(4)]
    public Untold<JudgeFailure>[] Failures { get; set; } = [];

    /// <inheritdoc/>
    public string? Unreadable
    {
        get => _unreadable;
        set => _unreadable = value;
    }
}
