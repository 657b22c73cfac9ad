using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>What <c>report: first</c> knows: whether the event or deadline just before was a violation, and how many were held back since the last one told.</summary>
internal sealed class ReportStreaks
{
    private readonly HashSet<(bool Draft, string Clause, string Definition, string Scope, string Row)> _violated = [];
    private readonly Dictionary<(bool Draft, string Clause, string Definition, string Scope), long> _heldBack = [];

    /// <summary>Notes whether this one violates, and says whether to report it.</summary>
    /// <param name="scope">Nothing for a prohibition; a limit's scope; an obligation's match key and bind value.</param>
    /// <param name="row">Within the scope, what can follow upon each other: a limit's aligned window. Null = nothing is remembered of it.</param>
    /// <param name="suppressed">How many were held back before it; null where none.</param>
    public bool Reports(TrackedClause clause, string scope, string? row, bool violated, out long? suppressed)
    {
        suppressed = null;
        if (clause.Clause.Report == ReportPolicy.Each)
        {
            return violated;
        }

        var held = (clause.IsDraft, clause.Clause.Id, clause.Definition, scope);
        var last = (clause.IsDraft, clause.Clause.Id, clause.Definition, scope, row ?? "");
        var follows = row is not null && _violated.Contains(last);
        if (row is not null)
        {
            _ = violated ? _violated.Add(last) : _violated.Remove(last);
        }

        if (violated && follows)
        {
            _heldBack[held] = _heldBack.GetValueOrDefault(held) + 1;
            return false;
        }

        if (violated && _heldBack.Remove(held, out var count))
        {
            suppressed = count;
        }

        return violated;
    }
}
