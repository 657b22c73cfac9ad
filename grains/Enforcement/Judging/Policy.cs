using System.Collections.Frozen;
using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Everything that one institution negotiated: all versions that are known, compiled together, so that what they share is remembered once.</summary>
public sealed class Policy
{
    private readonly FrozenSet<string> _plainNames;

    private Policy(string institution, ImmutableArray<Agreement> agreements, MemoryBounds bounds)
    {
        Institution = institution;
        Bounds = bounds;
        Agreements = agreements;
        Tolerance = agreements.Max(agreement => agreement.Tolerance).Ticks;
        _plainNames = agreements.SelectMany(PlainNames.Of).ToFrozenSet(StringComparer.Ordinal);
        var compiler = new ClauseCompiler(Tolerance);
        var index = new SelectorIndex.Builder();
        Versions = [.. agreements.Select(agreement => compiler.Compile(agreement, index))];
        InForce = new Timeline(Versions.Where(version => !version.IsDraft));
        Drafts = new Timeline(Versions.Where(version => version.IsDraft));
        CustomerDefinitions = compiler.CustomerDefinitions;
        InstitutionDefinitions = compiler.InstitutionDefinitions;
        Marks = index.Add(CustomerDefinitions.OfType<MarkDefinition>(), marks => marks.Selectors);
        Limits = index.Add(CustomerDefinitions.OfType<LimitDefinition>(), limit => [limit.Selector]);
        Obliges = index.Add(CustomerDefinitions.OfType<ObligeDefinition>(), oblige => oblige.Selectors);
        Seen = index.Add(CustomerDefinitions.OfType<SeenDefinition>(), seen => [seen.Selector]);
        AcrossCustomers = [.. InstitutionDefinitions.OfType<LimitDefinition>()];
        Contributing = index.Add(AcrossCustomers, limit => [limit.Selector]);
        Index = index.Build();
        for (var i = 0; i < Limits.Count; i++)
        {
            Limits.Items[i].Ordinal = i;
        }
    }

    public string Institution { get; }

    /// <summary>The versions, as they were read.</summary>
    public ImmutableArray<Agreement> Agreements { get; }

    /// <summary>The largest among the versions, in ticks of 100 ns.</summary>
    public long Tolerance { get; }

    public MemoryBounds Bounds { get; }

    internal ImmutableArray<CompiledVersion> Versions { get; }

    internal Timeline InForce { get; }

    internal Timeline Drafts { get; }

    internal ImmutableArray<MemoryDefinition> CustomerDefinitions { get; }

    internal ImmutableArray<MemoryDefinition> InstitutionDefinitions { get; }

    /// <summary>Of all selectors that every event is held against: those of all versions, in force or not.</summary>
    internal SelectorIndex Index { get; }

    internal IndexedList<MarkDefinition> Marks { get; }

    internal IndexedList<LimitDefinition> Limits { get; }

    internal IndexedList<ObligeDefinition> Obliges { get; }

    internal IndexedList<SeenDefinition> Seen { get; }

    internal ImmutableArray<LimitDefinition> AcrossCustomers { get; }

    /// <summary>The same, by the events that they count.</summary>
    internal IndexedList<LimitDefinition> Contributing { get; }

    /// <param name="agreements">All of one institution, at least one, each version once.</param>
    public static Policy Compile(IEnumerable<Agreement> agreements, MemoryBounds bounds)
    {
        ImmutableArray<Agreement> all = [.. agreements.OrderBy(agreement => agreement.Version)];
        return new Policy(all[0].Institution, all, bounds);
    }

    /// <summary>A touch of data. A plain name that is no fact is one too: no producer can hide a touch by its name.</summary>
    public bool IsTouch(DataUseEvent e) => e.Operation.Id >= 0 ? TermDag.KindOf(e.Operation.Id) != TermKind.Fact : e.Operation.IsPrefixed || IsHiddenTouch(e);

    internal bool IsHiddenTouch(DataUseEvent e) => e.Operation.Id < 0 && !e.Operation.IsPrefixed && !_plainNames.Contains(e.Operation.Name);

    internal CompiledVersion? Version(int number) => Versions.FirstOrDefault(version => version.Number == number);
}
