using System.Collections.Frozen;
using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
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
        Versions = [.. agreements.Select(compiler.Compile)];
        InForce = new Timeline(Versions.Where(version => !version.IsDraft));
        Drafts = new Timeline(Versions.Where(version => version.IsDraft));
        CustomerDefinitions = compiler.CustomerDefinitions;
        InstitutionDefinitions = compiler.InstitutionDefinitions;
        Marks = [.. CustomerDefinitions.OfType<MarkDefinition>()];
        Limits = [.. CustomerDefinitions.OfType<LimitDefinition>()];
        Obliges = [.. CustomerDefinitions.OfType<ObligeDefinition>()];
        Seen = [.. CustomerDefinitions.OfType<SeenDefinition>()];
        AcrossCustomers = [.. InstitutionDefinitions.OfType<LimitDefinition>()];
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

    internal ImmutableArray<MarkDefinition> Marks { get; }

    internal ImmutableArray<LimitDefinition> Limits { get; }

    internal ImmutableArray<ObligeDefinition> Obliges { get; }

    internal ImmutableArray<SeenDefinition> Seen { get; }

    internal ImmutableArray<LimitDefinition> AcrossCustomers { get; }

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
