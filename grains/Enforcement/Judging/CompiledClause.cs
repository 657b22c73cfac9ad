using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>A clause of one version, compiled.</summary>
internal abstract class CompiledClause(Clause source, Guard guard, ClauseMode mode, ReportDefinition? report)
{
    public Clause Source => source;

    /// <summary>For an obligation: of its trigger.</summary>
    public Guard Guard => guard;

    /// <summary>Shadow for every clause of a draft.</summary>
    public ClauseMode Mode => mode;

    /// <summary>Null where each violation is told.</summary>
    public ReportDefinition? Report => report;

    public abstract ClauseForm Form { get; }
}

internal sealed class CompiledPermit(PermitClause source, Guard guard, ClauseMode mode) : CompiledClause(source, guard, mode, null)
{
    public override ClauseForm Form => ClauseForm.Permit;
}

internal sealed class CompiledProhibit(ProhibitClause source, Guard guard, ClauseMode mode, ReportDefinition? report) : CompiledClause(source, guard, mode, report)
{
    public override ClauseForm Form => ClauseForm.Prohibit;
}

internal sealed class CompiledLimit(LimitClause source, Guard guard, ClauseMode mode, ReportDefinition? report, LimitDefinition definition)
    : CompiledClause(source, guard, mode, report)
{
    public override ClauseForm Form => ClauseForm.Limit;

    public long Max => source.Max;

    public LimitDefinition Definition => definition;
}

internal sealed class CompiledOblige(ObligeClause source, Guard guard, ClauseMode mode, ReportDefinition? report, ObligeDefinition definition, SeenDefinition? seen)
    : CompiledClause(source, guard, mode, report)
{
    public override ClauseForm Form => ClauseForm.Oblige;

    public ObligeDefinition Definition => definition;

    public SeenDefinition? Seen => seen;
}
