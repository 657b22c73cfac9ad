using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle;

/// <summary>What <c>report: first</c> knows: whether the event or deadline just before was a violation, and how many were held back since the last one told.</summary>
internal sealed class ReportStreaks
{
    private readonly Dictionary<(bool Draft, string Clause, string Definition, string Scope, string Row), EventTime> _violated = [];
    private readonly Dictionary<(bool Draft, string Clause, string Definition, string Scope), long> _heldBack = [];

    /// <summary>Notes whether this one violates, and says whether to report it.</summary>
    /// <param name="scope">Nothing for a prohibition; a limit's scope; an obligation's match key and bind value.</param>
    /// <param name="row">Within the scope, what can follow upon each other: a limit's aligned window. Null = nothing is remembered of it.</param>
    /// <param name="since">Where the sliding window begins, itself excluded: one before it is not in the row. Null where there is none.</param>
    /// <param name="suppressed">How many were held back before it; null where none.</param>
    public bool Reports(TrackedClause clause, string scope, string? row, EventTime time, EventTime? since, bool violated, out long? suppressed)
    {
        suppressed = null;
        if (clause.Clause.Report == ReportPolicy.Each)
        {
            return violated;
        }

        var held = (clause.IsDraft, clause.Clause.Id, clause.Definition, scope);
        var last = (clause.IsDraft, clause.Clause.Id, clause.Definition, scope, row ?? "");
        var follows = row is not null && _violated.TryGetValue(last, out var before) && (since is null || before > since);
        if (row is not null)
        {
            _violated.Remove(last);
            if (violated)
            {
                _violated.Add(last, time);
            }
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
