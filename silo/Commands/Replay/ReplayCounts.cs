using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Commands.Replay;

/// <summary>What a replay counts.</summary>
internal sealed class ReplayCounts
{
    /// <summary>Readable events, duplicates too.</summary>
    public long Events { get; set; }

    public long Touches { get; set; }

    public long Duplicates { get; set; }

    public long Late { get; set; }

    public long Pending { get; set; }

    /// <summary>By <c>report: first</c>, in shadow too.</summary>
    public long HeldBack { get; set; }

    public long Enforced { get; private set; }

    public long Shadow { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>By reason.</summary>
    public SortedDictionary<string, long> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>By institution, clause and mode.</summary>
    public SortedDictionary<(string Institution, string Clause, ClauseMode Mode), long> Clauses { get; } = [];

    public void Add(Violation violation)
    {
        if (violation.Mode == ClauseMode.Enforce)
        {
            Enforced++;
        }
        else
        {
            Shadow++;
        }

        var clause = (violation.Institution, violation.Clause, violation.Mode);
        Clauses[clause] = Clauses.GetValueOrDefault(clause) + 1;
    }

    public void AddUnreadable(string reason)
    {
        Unreadable++;
        Reasons[reason] = Reasons.GetValueOrDefault(reason) + 1;
    }
}
