using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>The events that a limit counted in one scope.</summary>
internal abstract class WindowCell : MemoryCell
{
    /// <summary>Counts the event and returns the measure over its window, itself included.</summary>
    public abstract long Count(LimitDefinition limit, in Occurrence at, MemoryBounds bounds);

    /// <summary>The window of the event just counted, its value and the events in it.</summary>
    public abstract WindowEvidence Evidence(LimitDefinition limit, in Occurrence at, long value);

    /// <summary>The measure where nothing but the event itself is remembered of its window.</summary>
    protected static long OwnMeasure(LimitDefinition limit, in Occurrence at) =>
        limit.Measure is Measure.Distinct distinct ? FieldReader.Values(at.Event, distinct.Field).Length : AmountOf(limit, at);

    protected static long AmountOf(LimitDefinition limit, in Occurrence at) => limit.Measure is Measure.SumOfRecords ? at.Event.Records ?? 0 : 1;
}

/// <summary>What proves a limit's violation.</summary>
/// <param name="From">Null for <c>total</c>.</param>
internal sealed record WindowEvidence(long Value, long? From, long To, List<Witness> Witnesses);
