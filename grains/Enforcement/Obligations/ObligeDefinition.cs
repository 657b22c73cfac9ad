using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>What discharges an obligation and by when; not what opens it.</summary>
internal sealed class ObligeDefinition(string canonical, ObligeClause clause, long tolerance) : MemoryDefinition(canonical)
{
    private readonly CompiledSelector _do = CompiledSelector.Compile(clause.Do);
    private readonly CompiledSelector? _until = (clause.Deadline as Deadline.Every)?.Until is { } until ? CompiledSelector.Compile(until) : null;
    private readonly Field? _bind = clause.ForEach?.Bind;

    /// <summary>What discharges it, and what ends it.</summary>
    public ImmutableArray<CompiledSelector> Selectors => _until is null ? [_do] : [_do, _until];

    public KeyReader Match { get; } = new(clause.Match);

    public Deadline Deadline { get; } = clause.Deadline;

    /// <summary>The institution's, in ticks.</summary>
    public long Tolerance => tolerance;

    /// <summary>The earliest time of a sign that is remembered.</summary>
    public long EarliestSign(long horizon) => horizon == long.MinValue ? horizon : horizon - tolerance;

    public override MemoryPart Create() => new KeyedCells<ObligationCell>(this);

    /// <summary>Null where the event neither discharges nor ends.</summary>
    public Sign? SignOf(DataUseEvent e)
    {
        bool does = _do.Takes(e), ends = _until?.Takes(e) == true;
        return does || ends ? new Sign(e.Time.Ticks, does, ends, does && _bind is { } bind ? FieldReader.ComparableValues(e, bind) : null) : null;
    }
}

/// <summary>An event that discharges obligations, ends them, or both.</summary>
/// <param name="Values">The values that it discharges; null where the clause binds none.</param>
internal readonly record struct Sign(long Time, bool Does, bool Ends, string[]? Values)
{
    public void ApplyTo(Obligation obligation, Deadline deadline, long tolerance)
    {
        if (Does && (obligation.Bind is null || Values?.Contains(obligation.Bind, StringComparer.Ordinal) == true))
        {
            obligation.Discharge(deadline, Time, tolerance);
        }

        if (Ends)
        {
            obligation.End(Time);
        }
    }
}
