using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Conditions;

/// <summary>What <c>once</c> and <c>since</c> remember: for each key, the events that start it and those that end it.</summary>
/// <param name="end">Null for <c>once</c>.</param>
/// <param name="within">Null for <c>since</c>, and for a <c>once</c> that looks back for ever.</param>
internal sealed class MarkDefinition(string canonical, CompiledSelector start, CompiledSelector? end, Duration? within, KeyReader match) : MemoryDefinition(canonical)
{
    /// <summary>What starts it, and what ends it.</summary>
    public ImmutableArray<CompiledSelector> Selectors => end is null ? [start] : [start, end];

    public KeyReader Match { get; } = match;

    /// <summary>A <c>once</c> that looks back for ever needs its first event and no other.</summary>
    public bool FirstAlone { get; } = end is null && within is null;

    public bool Starts(DataUseEvent e) => start.Takes(e);

    public override MemoryPart Create() => new KeyedCells<MarkCell>(this);

    /// <summary>The earliest time of a mark that still counts at <paramref name="time"/>.</summary>
    public long Earliest(long time) => within is { } length ? length.Before(new EventTime(time)).Ticks : long.MinValue;

    /// <summary>A mark before it counts at this time no more, nor at a later one.</summary>
    public long Reach(long time) => within is { } length ? length.Reach(new EventTime(time)).Ticks : long.MinValue;

    public bool TryMark(DataUseEvent e, out Mark mark)
    {
        var starts = start.Takes(e);
        mark = new Mark(e.Time.Ticks, e.Id, starts);
        return starts || end?.Takes(e) == true;
    }
}
