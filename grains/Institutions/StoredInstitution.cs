using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Delivery;

namespace Covenant.Grains.Institutions;

/// <summary>What storage holds of an institution.</summary>
[GenerateSerializer, Alias("covenant.stored-institution")]
public sealed class StoredInstitution : IStoredState
{
    [NonSerialized]
    private string? _unreadable;

    /// <summary>The compact binary form of the state.</summary>
    [Id(0)]
    public byte[] State { get; set; } = [];

    /// <summary>
    /// The last offset that was counted, by partition and by what counts it. What a silo reads that knows no <see cref="CohortMarks"/>.
    /// </summary>
    [Id(1)]
    public Dictionary<(int Partition, UInt128 Definition), long> Marks { get; set; } = [];

    /// <summary>What the state has decided and what may not have been told yet.</summary>
    [Id(2)]
    public Untold<Violation>[] Violations { get; set; } = [];

    /// <summary>
    /// The same by cohort besides, for what was held of one comes after what others added. Null in a row that an earlier version has written.
    /// </summary>
    [Id(3)]
    public Dictionary<(int Partition, int Cohort, UInt128 Definition), long>? CohortMarks { get; set; }

    /// <summary>The <see cref="Marks"/> as they were when the first of the <see cref="CohortMarks"/> was made: of cohorts that have none.</summary>
    [Id(4)]
    public Dictionary<(int Partition, UInt128 Definition), long> FirstMarks { get; set; } = [];

    /// <inheritdoc/>
    public string? Unreadable
    {
        get => _unreadable;
        set => _unreadable = value;
    }
}
