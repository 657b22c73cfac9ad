using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>One version of an agreement, compiled.</summary>
internal sealed class CompiledVersion(Agreement agreement, ImmutableArray<CompiledClause> clauses)
{
    private readonly CompiledSelector? _scope = agreement.Scope is null ? null : CompiledSelector.Compile(agreement.Scope);

    public int Number => agreement.Version;

    public EventTime Effective => agreement.Effective;

    public AgreementStatus Status => agreement.Status;

    public bool IsDraft => agreement.Status == AgreementStatus.Draft;

    /// <summary>Nothing was agreed: every touch is a violation.</summary>
    public bool IsWithout => agreement.Status is AgreementStatus.Abstained or AgreementStatus.Retired;

    public ImmutableArray<CompiledPermit> Permits { get; } = [.. clauses.OfType<CompiledPermit>().Where(clause => clause.Source.Mode == ClauseMode.Enforce)];

    /// <summary>What a clause in shadow would permit besides.</summary>
    public ImmutableArray<CompiledPermit> ShadowPermits { get; } = [.. clauses.OfType<CompiledPermit>().Where(clause => clause.Source.Mode == ClauseMode.Shadow)];

    /// <summary>The clauses of the other forms that the customer's memory can judge, in the document's order.</summary>
    public ImmutableArray<CompiledClause> Others { get; } = [.. clauses.Where(clause => clause is not CompiledPermit and not CompiledLimit { Definition.AcrossCustomers: true })];

    /// <summary>The limits over all customers of the institution.</summary>
    public ImmutableArray<CompiledLimit> AcrossCustomers { get; } = [.. clauses.OfType<CompiledLimit>().Where(clause => clause.Definition.AcrossCustomers)];

    public ClauseMode Mode => IsDraft ? ClauseMode.Shadow : ClauseMode.Enforce;

    public bool InScope(DataUseEvent e) => _scope?.Takes(e) != false;

    public CompiledOblige? Oblige(string clause) => Others.OfType<CompiledOblige>().FirstOrDefault(oblige => oblige.Source.Id == clause);
}
