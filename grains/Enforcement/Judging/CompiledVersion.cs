using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>One version of an agreement, compiled.</summary>
internal sealed class CompiledVersion(Agreement agreement, ImmutableArray<CompiledClause> clauses, SelectorIndex.Builder index)
{
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

    public CompiledOblige? Oblige(string clause) => Others.Items.OfType<CompiledOblige>().FirstOrDefault(oblige => oblige.Source.Id == clause);

    private static ImmutableArray<CompiledSelector> SelectorsOf(CompiledClause clause) => [clause.Guard.Selector];
}
