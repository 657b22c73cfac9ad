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
    private readonly FrozenSet<string> _facts;

    private Policy(string institution, ImmutableArray<Agreement> agreements, MemoryBounds bounds)
    {
        Institution = institution;
        Bounds = bounds;
        Agreements = agreements;
        ImmutableArray<Agreement> agreed = [.. agreements.Where(agreement => !IsDraft(agreement))], drafts = [.. agreements.Where(IsDraft)];
        Tolerance = (agreed.IsEmpty ? drafts : agreed).Max(agreement => agreement.Tolerance).Ticks;
        _facts = agreed.SelectMany(PlainNames.Of).ToFrozenSet(StringComparer.Ordinal);

        // What is in force first: a definition that a draft shares is not the draft's.
        var compiler = new ClauseCompiler(Tolerance);
        var index = new SelectorIndex.Builder();
        InForce = LaneOf(agreed, compiler, index);
        Drafts = LaneOf(drafts, compiler, index);
        Versions = [.. InForce.Versions.All.Concat(Drafts.Versions.All).OrderBy(version => version.Number)];
        CustomerDefinitions = compiler.CustomerDefinitions;
        InstitutionDefinitions = compiler.InstitutionDefinitions;
        AcrossCustomers = [.. InForce.Contributing.Items, .. Drafts.Contributing.Items];
        Index = index.Build();
        foreach (var limit in InForce.Limits.Items.Concat(Drafts.Limits.Items))
        {
            limit.Ordinal = LimitCount++;
        }
    }

    public string Institution { get; }

    /// <summary>The versions, as they were read.</summary>
    public ImmutableArray<Agreement> Agreements { get; }

    /// <summary>The largest among the versions that are no drafts, or among all where all are drafts; in ticks of 100 ns.</summary>
    public long Tolerance { get; }

    public MemoryBounds Bounds { get; }

    internal ImmutableArray<CompiledVersion> Versions { get; }

    internal Lane InForce { get; }

    internal Lane Drafts { get; }

    internal ImmutableArray<MemoryDefinition> CustomerDefinitions { get; }

    internal ImmutableArray<MemoryDefinition> InstitutionDefinitions { get; }

    /// <summary>Of all selectors that every event is held against: those of all versions, in force or not.</summary>
    internal SelectorIndex Index { get; }

    /// <summary>How many limits of one customer there are, in both lanes.</summary>
    internal int LimitCount { get; }

    internal ImmutableArray<LimitDefinition> AcrossCustomers { get; }

    /// <param name="agreements">All of one institution, at least one, each version once.</param>
    public static Policy Compile(IEnumerable<Agreement> agreements, MemoryBounds bounds)
    {
        ImmutableArray<Agreement> all = [.. agreements.OrderBy(agreement => agreement.Version)];
        return new Policy(all[0].Institution, all, bounds);
    }

    /// <summary>A touch of data. A plain name that is no fact is one too: no producer can hide a touch by its name.</summary>
    public bool IsTouch(DataUseEvent e) => !IsFact(e.Operation, _facts);

    /// <summary>The same as one version sees it: a draft has facts of its own.</summary>
    public bool IsTouch(DataUseEvent e, int version) => Version(version)?.IsTouch(e) ?? IsTouch(e);

    /// <summary>Why no clause of the version can permit a touch, whatever it permits; null where one can.</summary>
    public string? Hides(DataUseEvent e, int version) => Version(version)?.Hides(e);

    internal static bool IsFact(Term operation, FrozenSet<string> named) =>
        operation.Id >= 0 ? TermDag.KindOf(operation.Id) == TermKind.Fact : !operation.IsPrefixed && named.Contains(operation.Name);

    internal CompiledVersion? Version(int number) => Versions.FirstOrDefault(version => version.Number == number);

    // Definitions come in the order in which they are compiled: those from here on are new with this lane.
    private Lane LaneOf(ImmutableArray<Agreement> agreements, ClauseCompiler compiler, SelectorIndex.Builder index)
    {
        int known = compiler.CustomerDefinitions.Length, knownAcross = compiler.InstitutionDefinitions.Length;
        var isDraft = agreements.Any(IsDraft);
        ImmutableArray<CompiledVersion> versions =
            [.. agreements.Select(agreement => compiler.Compile(agreement, isDraft ? _facts.Concat(PlainNames.Of(agreement)).ToFrozenSet(StringComparer.Ordinal) : _facts, index))];
        return new Lane(isDraft, versions, compiler.CustomerDefinitions[known..], [.. compiler.InstitutionDefinitions[knownAcross..].OfType<LimitDefinition>()], index);
    }

    private static bool IsDraft(Agreement agreement) => agreement.Status == AgreementStatus.Draft;
}
