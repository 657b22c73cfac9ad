using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>What judging came to. The caller empties it.</summary>
public sealed class Verdicts
{
    /// <summary>In the order in which they were decided, those of shadow clauses too.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>What the institution-wide limits are to count.</summary>
    public List<Contribution> Contributions { get; } = [];

    public int Duplicates { get; set; }

    public int Late { get; set; }

    /// <summary>Violations that <c>report: first</c> did not tell.</summary>
    public int HeldBack { get; set; }

    /// <summary>There is nothing to tell and nothing to count.</summary>
    public bool IsNothing => Violations.Count == 0 && Contributions.Count == 0 && (Duplicates | Late | HeldBack) == 0;

    public void Clear()
    {
        Violations.Clear();
        Contributions.Clear();
        (Duplicates, Late, HeldBack) = (0, 0, 0);
    }
}
