using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.LoadTests.Oracle;

/// <summary>One institution: its versions, its customers' traces and what it counts across customers.</summary>
internal sealed class InstitutionOracle
{
    private readonly IReadOnlyList<Agreement> _versions;
    private readonly HashSet<string> _facts;
    private readonly Dictionary<string, CustomerTrace> _customers = [];

    public InstitutionOracle(IEnumerable<Agreement> versions)
    {
        _versions = [.. versions];
        _facts = [.. TermDag.Facts, .. _versions.SelectMany(NamedOperations.Of)];
        Tolerance = _versions.Max(version => version.Tolerance);
        Clauses = [.. _versions.SelectMany(version => version.Clauses.Select(clause => new TrackedClause(version, clause, AgreementText.Definition(clause))))];
    }

    /// <summary>The largest among its versions.</summary>
    public TimeSpan Tolerance { get; }

    /// <summary>Every clause of every version.</summary>
    public IReadOnlyList<TrackedClause> Clauses { get; }

    /// <summary>Memories of the limits that span customers, by definition.</summary>
    public Dictionary<string, LimitMemory> Limits { get; } = [];

    /// <summary>Of the limits that span customers.</summary>
    public ReportStreaks Streaks { get; } = new();

    public CustomerTrace TraceOf(string customer)
    {
        if (!_customers.TryGetValue(customer, out var trace))
        {
            _customers[customer] = trace = new(Tolerance);
        }

        return trace;
    }

    /// <summary>Of the drafts, or of the others, the one that took effect last.</summary>
    public Agreement? InForce(bool draft, EventTime time) => _versions
        .Where(version => (version.Status == AgreementStatus.Draft) == draft && version.Effective <= time)
        .OrderBy(version => version.Effective.Ticks)
        .ThenBy(version => version.Version)
        .LastOrDefault();

    public bool IsTouch(DataUseEvent e) => e.Operation.IsPrefixed || !_facts.Contains(e.Operation.Name);

    /// <summary>A plain name that is no fact: a touch that no permit can take.</summary>
    public bool IsHiddenTouch(DataUseEvent e) => !e.Operation.IsPrefixed && !_facts.Contains(e.Operation.Name);
}
