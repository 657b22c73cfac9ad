using System.Collections.Immutable;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The versions that are judged one after the other, and what only they remember by: those in force, or the drafts beside them.</summary>
/// <remarks>INVARIANT (drafts): the lane in force holds every definition that a version in force has, so what fails in the lane of drafts concerns drafts alone.</remarks>
internal sealed class Lane
{
    /// <param name="definitions">Of customers.</param>
    /// <param name="acrossCustomers">Of limits over all customers.</param>
    public Lane(bool isDraft, IEnumerable<CompiledVersion> versions, ImmutableArray<MemoryDefinition> definitions, ImmutableArray<LimitDefinition> acrossCustomers, SelectorIndex.Builder index)
    {
        IsDraft = isDraft;
        Versions = new Timeline(versions);
        Marks = index.Add(definitions.OfType<MarkDefinition>(), marks => marks.Selectors);
        Limits = index.Add(definitions.OfType<LimitDefinition>(), limit => [limit.Selector]);
        Obliges = index.Add(definitions.OfType<ObligeDefinition>(), oblige => oblige.Selectors);
        Seen = index.Add(definitions.OfType<SeenDefinition>(), seen => [seen.Selector]);
        Contributing = index.Add(acrossCustomers, limit => [limit.Selector]);
    }

    public bool IsDraft { get; }

    public Timeline Versions { get; }

    public IndexedList<MarkDefinition> Marks { get; }

    public IndexedList<LimitDefinition> Limits { get; }

    public IndexedList<ObligeDefinition> Obliges { get; }

    public IndexedList<SeenDefinition> Seen { get; }

    /// <summary>The limits over all customers, by the events that they count.</summary>
    public IndexedList<LimitDefinition> Contributing { get; }
}
