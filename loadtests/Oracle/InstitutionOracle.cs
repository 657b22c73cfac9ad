using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>One institution: its versions, its customers' traces and what it counts across customers.</summary>
internal sealed class InstitutionOracle
{
    private static readonly string[] Facts =
        ["ConversationOpened", "ConversationClosed", "ConversationMoved", "ConsentGiven", "ConsentWithdrawn", "ErasureRequested", "Notified", "Approved"];

    private readonly RuleBook _rules;
    private readonly List<Agreement> _versions;
    private readonly Dictionary<string, CustomerTrace> _customers = [];

    public InstitutionOracle(IEnumerable<Agreement> versions, RuleBook rules)
    {
        _rules = rules;
        var terms = new AgreementTerms(rules);
        _versions = [.. versions.Select(terms.Read)];
        Values = new(rules);
        Selectors = new(rules);
        Clauses = [.. _versions.SelectMany(version => version.Clauses.Select(clause => new TrackedClause(version, clause, AgreementText.Definition(clause))))];
        var others = _versions.Where(version => version.Status != AgreementStatus.Draft).ToList();
        TimeSpan largest = _versions.Max(version => version.Tolerance), asked = others.Count == 0 ? largest : others.Max(version => version.Tolerance);
        Tolerance = largest == asked || rules.Decides(SheetRule.DraftToleranceIsNotAsked, true) ? asked : largest;
    }

    public FieldValues Values { get; }

    public SelectorTest Selectors { get; }

    /// <summary>The largest among its versions that are no drafts; of all where all are.</summary>
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
            _customers[customer] = trace = new(Tolerance, _rules);
        }

        return trace;
    }

    /// <summary>Of the drafts, or of the others, the one that took effect last.</summary>
    public Agreement? InForce(bool draft, EventTime time) => _versions
        .Where(version => (version.Status == AgreementStatus.Draft) == draft && version.Effective <= time)
        .OrderBy(version => version.Effective.Ticks)
        .ThenBy(version => version.Version)
        .LastOrDefault();

    /// <summary>Whether it is one where this version judges.</summary>
    /// <param name="version">Null where none is in force.</param>
    public bool IsTouch(OracleEvent e, Agreement? version)
    {
        var name = e.Operation.Text;
        if (!e.Operation.IsPlain)
        {
            return true;
        }

        if (Facts.Contains(name) || _versions.Any(other => other.Status != AgreementStatus.Draft && Names(other, name)))
        {
            return false;
        }

        var isDraft = version?.Status == AgreementStatus.Draft;
        var isNamedByIt = isDraft && Names(version!, name) && _rules.Decides(SheetRule.DraftNamesFactInItsLane, true);
        var isNamedByAnother = _versions.Any(other => other.Status == AgreementStatus.Draft && other != version && Names(other, name))
            && !_rules.Decides(isDraft ? SheetRule.OtherDraftsNameNoFact : SheetRule.DraftNamesNoFactInForce, true);
        return !isNamedByIt && !isNamedByAnother;
    }

    /// <summary>A touch that no permit of this version can take.</summary>
    public bool IsHidden(OracleEvent e, Agreement version)
    {
        var hides = HidesSomething(e, version);
        return IsTouch(e, version) ? e.Operation.IsPlain || hides : hides && !_rules.Decides(SheetRule.FactStaysAFact, true);
    }

    private bool HidesSomething(OracleEvent e, Agreement version)
    {
        var operation = e.Operation.Falsities.Any(_rules.Keeps);
        var purposes = e.Purposes.Any(purpose => IsFalse(purpose, version));
        var categories = e.Categories.Any(category => IsFalse(category, version));
        var opaque = e.Attributes.Any(attribute => attribute.HasOpaque);
        foreach (var falsity in e.Operation.Falsities)
        {
            _rules.Decides(falsity, true);
        }

        return _rules.Decides(SheetRule.FalseOperationHides, operation) | _rules.Decides(SheetRule.FalsePurposeHides, purposes)
            | _rules.Decides(SheetRule.FalseCategoryHides, categories) | _rules.Decides(SheetRule.OpaqueValueHides, opaque);
    }

    // Of a purpose or a category.
    private bool IsFalse(OracleTerm term, Agreement version)
    {
        var isFalse = false;
        foreach (var falsity in term.Falsities)
        {
            isFalse |= _rules.Decides(falsity, true);
        }

        if (!term.IsPlain)
        {
            return isFalse;
        }

        return version.OwnTerms.Contains(term.Text)
            ? isFalse || !_rules.Decides(SheetRule.WordsOfSetsAreTrue, true)
            : isFalse | _rules.Decides(SheetRule.FalseIfPlain, true);
    }

    private static bool Names(Agreement version, string name) => NamedOperations.Of(version).Contains(name);
}
