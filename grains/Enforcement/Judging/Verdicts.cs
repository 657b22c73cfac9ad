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

    /// <summary>Why judging a draft failed, the last time that it did; null where it did not. What was decided by it on that event is left out.</summary>
    public string? DraftFailure { get; private set; }

    /// <summary>There is nothing to tell and nothing to count.</summary>
    public bool IsNothing => Violations.Count == 0 && Contributions.Count == 0 && (Duplicates | Late | HeldBack) == 0 && DraftFailure is null;

    /// <summary>What there is before something is judged for drafts alone, to be gone back to where that fails.</summary>
    internal (int Violations, int Contributions, int HeldBack) Mark() => (Violations.Count, Contributions.Count, HeldBack);

    /// <summary>Judging a draft failed: what it decided since the mark is left out, and nothing else is.</summary>
    internal void SetAside((int Violations, int Contributions, int HeldBack) mark, Exception failed)
    {
        Violations.RemoveRange(mark.Violations, Violations.Count - mark.Violations);
        Contributions.RemoveRange(mark.Contributions, Contributions.Count - mark.Contributions);
        (HeldBack, DraftFailure) = (mark.HeldBack, failed.Message.ReplaceLineEndings(" "));
    }

    public void Clear()
    {
        Violations.Clear();
        Contributions.Clear();
        (Duplicates, Late, HeldBack) = (0, 0, 0);
        DraftFailure = null;
    }
}
