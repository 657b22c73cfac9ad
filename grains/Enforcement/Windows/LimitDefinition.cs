using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>What a limit counts, and over which window; not how much is allowed, so that clauses which differ in that share it.</summary>
internal sealed class LimitDefinition(string canonical, Guard guard, LimitClause clause) : MemoryDefinition(canonical)
{
    /// <summary>In place of a measure, where the event does not count.</summary>
    public const long NotCounted = -1;

    private readonly KeyReader _scope = new(clause.Per.Fields);

    /// <summary>Its place among the policy's limits of one customer.</summary>
    public int Ordinal { get; set; } = -1;

    public CompiledSelector Selector => guard.Selector;

    public Measure Measure { get; } = clause.Measure;

    /// <summary>Null where <see cref="Aligned"/> is not.</summary>
    public Duration? Sliding { get; } = (clause.Window as Window.Sliding)?.Length;

    public WindowBounds? Aligned { get; } = WindowBounds.Compile(clause.Window);

    /// <summary>Measured over all customers, by the institution.</summary>
    public bool AcrossCustomers { get; } = clause.Per.AcrossCustomers;

    public override MemoryPart Create() => Aligned is null ? new KeyedCells<SlidingCell>(this) : new KeyedCells<AlignedCell>(this);

    /// <summary>Whether the selector and the condition take the event, and the event has what is measured.</summary>
    public bool Counts(MemoryStore memory, in Occurrence at) => guard.Takes(memory, at) && (Measure is not Measure.Distinct distinct || Has(at.Event, distinct.Field));

    public MemoryKey ScopeOf(DataUseEvent e) => _scope.Scope(e);

    /// <summary>The cell that measures the event's scope.</summary>
    public WindowCell Cell(MemoryStore memory, DataUseEvent e, long horizon, MemoryBounds bounds) => Aligned is null
        ? memory.GetOrCreate<KeyedCells<SlidingCell>>(this).GetOrAdd(ScopeOf(e), horizon, bounds)
        : memory.GetOrCreate<KeyedCells<AlignedCell>>(this).GetOrAdd(ScopeOf(e), horizon, bounds);

    /// <summary>The earliest time in the sliding window of a time, itself excluded.</summary>
    public long From(long time) => Sliding!.Value.Before(new EventTime(time)).Ticks;

    /// <summary>At or before it nothing is in the sliding window of this time or a later one.</summary>
    public long Reach(long time) => Sliding!.Value.Reach(new EventTime(time)).Ticks;

    private static bool Has(DataUseEvent e, Field field) => field.IsList ? FieldReader.ComparableValues(e, field).Length > 0 : FieldReader.Scalar(e, field.Kind) is not null;
}
