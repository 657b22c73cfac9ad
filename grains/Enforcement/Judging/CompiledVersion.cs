using System.Collections.Frozen;
using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>One version of an agreement, compiled.</summary>
/// <param name="facts">The plain names that are facts where this version judges.</param>
internal sealed class CompiledVersion(Agreement agreement, FrozenSet<string> facts, ImmutableArray<CompiledClause> clauses, SelectorIndex.Builder index)
{
    private readonly FrozenSet<string> _ownTerms = agreement.OwnTerms.ToFrozenSet(StringComparer.Ordinal);
    private readonly CompiledSelector? _scope = agreement.Scope is null ? null : CompiledSelector.Compile(agreement.Scope);

    public int Number => agreement.Version;

    public EventTime Effective => agreement.Effective;

    public AgreementStatus Status => agreement.Status;

    public bool IsDraft => agreement.Status == AgreementStatus.Draft;

    /// <summary>Nothing was agreed: every touch is a violation.</summary>
    public bool IsWithout => agreement.Status is AgreementStatus.Abstained or AgreementStatus.Retired;

    public IndexedList<CompiledPermit> Permits { get; } =
        index.Add(clauses.OfType<CompiledPermit>().Where(clause => clause.Source.Mode == ClauseMode.Enforce), SelectorsOf);

    /// <summary>What a clause in shadow would permit besides.</summary>
    public IndexedList<CompiledPermit> ShadowPermits { get; } =
        index.Add(clauses.OfType<CompiledPermit>().Where(clause => clause.Source.Mode == ClauseMode.Shadow), SelectorsOf);

    /// <summary>The clauses of the other forms that the customer's memory can judge, in the document's order.</summary>
    public IndexedList<CompiledClause> Others { get; } =
        index.Add(clauses.Where(clause => clause is not CompiledPermit and not CompiledLimit { Definition.AcrossCustomers: true }), SelectorsOf);

    /// <summary>The limits over all customers of the institution.</summary>
    public ImmutableArray<CompiledLimit> AcrossCustomers { get; } = [.. clauses.OfType<CompiledLimit>().Where(clause => clause.Definition.AcrossCustomers)];

    public ClauseMode Mode => IsDraft ? ClauseMode.Shadow : ClauseMode.Enforce;

    public bool InScope(DataUseEvent e) => _scope?.Takes(e) != false;

    public bool IsTouch(DataUseEvent e) => !Policy.IsFact(e.Operation, facts);

    /// <summary>Why no permit can take a touch, whatever it permits; null where one may.</summary>
    public string? Hides(DataUseEvent e)
    {
        if (e.Operation is { Id: Term.Unknown } operation && (operation.IsFalse || !operation.IsPrefixed))
        {
            return Reasons.HiddenOperation(operation);
        }

        return HidesAny(e.Purposes, TermKind.Purpose) ?? HidesAny(e.Categories, TermKind.Category) ?? (e.HasOpaqueValue ? Reasons.Opaque(e) : null);
    }

    private string? HidesAny(Term[] terms, TermKind kind)
    {
        foreach (var term in terms)
        {
            if (term.Id == Term.Unknown && (term.IsFalse || (!term.IsPrefixed && !_ownTerms.Contains(term.Name))))
            {
                return Reasons.HiddenTerm(term, kind);
            }
        }

        return null;
    }

    public CompiledOblige? Oblige(string clause) => Others.Items.OfType<CompiledOblige>().FirstOrDefault(oblige => oblige.Source.Id == clause);

    private static ImmutableArray<CompiledSelector> SelectorsOf(CompiledClause clause) => [clause.Guard.Selector];
}
