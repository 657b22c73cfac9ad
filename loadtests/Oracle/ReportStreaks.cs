using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>Whether what a clause took or decided just before was a violation, and how many <c>report: first</c> has held back since.</summary>
internal sealed class ReportStreaks
{
    private readonly Dictionary<(bool Draft, string Clause, string Definition, string Key), (bool Violated, long HeldBack)> _streaks = [];

    /// <summary>Notes whether this one violates, and says whether to report it.</summary>
    /// <param name="key">Of what one streak is: the customer; a limit's scope and window; an obligation's match key and bind value. Null = of this one alone.</param>
    /// <param name="suppressed">How many were held back before it; null where none.</param>
    public bool Reports(TrackedClause clause, string? key, bool violated, out long? suppressed)
    {
        suppressed = null;
        if (key is null)
        {
            return violated;
        }

        var id = (clause.IsDraft, clause.Clause.Id, clause.Definition, key);
        var before = _streaks.GetValueOrDefault(id);
        var holdsBack = violated && before.Violated && clause.Clause.Report == ReportPolicy.First;
        var reports = violated && !holdsBack;
        suppressed = reports && before.HeldBack > 0 ? before.HeldBack : null;
        _streaks[id] = (violated, reports ? 0 : before.HeldBack + (holdsBack ? 1 : 0));
        return reports;
    }
}
