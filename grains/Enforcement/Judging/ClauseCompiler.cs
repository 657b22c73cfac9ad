using System.Collections.Frozen;
using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Compiles the versions of one institution; definitions that mean the same become one.</summary>
/// <param name="tolerance">In ticks.</param>
internal sealed class ClauseCompiler(long tolerance)
{
    private readonly DefinitionTable _customer = new();
    private readonly DefinitionTable _institution = new();

    public ImmutableArray<MemoryDefinition> CustomerDefinitions => _customer.All;

    public ImmutableArray<MemoryDefinition> InstitutionDefinitions => _institution.All;

    /// <param name="facts">The plain names that are facts where this version judges.</param>
    public CompiledVersion Compile(Agreement agreement, FrozenSet<string> facts, SelectorIndex.Builder index) =>
        new(agreement, facts, [.. agreement.Clauses.Select(clause => Compile(agreement, clause))], index);

    private CompiledClause Compile(Agreement agreement, Clause clause)
    {
        var isDraft = agreement.Status == AgreementStatus.Draft;
        var mode = isDraft ? ClauseMode.Shadow : clause.Mode;
        var lane = isDraft ? "draft" : "force";
        return clause switch
        {
            PermitClause permit => new CompiledPermit(permit, GuardOf(clause, permit.What), mode),
            ProhibitClause prohibit => new CompiledProhibit(prohibit, GuardOf(clause, prohibit.What), mode,
                Report(clause, lane, Canonical.Of(prohibit.What) + Canonical.Of(clause.While) + Canonical.Of(clause.Unless), null, null, _customer)),
            LimitClause limit => CompileLimit(limit, mode, lane),
            ObligeClause oblige => CompileOblige(oblige, mode, lane),
            _ => throw new InvalidOperationException("a clause has four forms"),
        };
    }

    private CompiledLimit CompileLimit(LimitClause limit, ClauseMode mode, string lane)
    {
        var table = limit.Per.AcrossCustomers ? _institution : _customer;
        var guard = GuardOf(limit, limit.When);
        var definition = table.Share(Canonical.OfLimit(limit), canonical => new LimitDefinition(canonical, guard, limit));
        return new CompiledLimit(limit, guard, mode, Report(limit, lane, definition.Canonical, definition.Aligned, definition.Sliding, table), definition);
    }

    private CompiledOblige CompileOblige(ObligeClause oblige, ClauseMode mode, string lane)
    {
        var definition = _customer.Share(Canonical.OfOblige(oblige), canonical => new ObligeDefinition(canonical, oblige, tolerance));
        var seen = oblige.ForEach is { } forEach ? _customer.Share(Canonical.OfSeen(forEach), canonical => new SeenDefinition(canonical, forEach)) : null;
        var meaning = definition.Canonical + Canonical.Of(oblige.After) + Canonical.Of(oblige.While) + Canonical.Of(oblige.Unless);
        return new CompiledOblige(oblige, GuardOf(oblige, oblige.After), mode, Report(oblige, lane, meaning, null, null, _customer), definition, seen);
    }

    private static ReportDefinition? Report(Clause clause, string lane, string meaning, WindowBounds? aligned, Duration? sliding, DefinitionTable table) =>
        clause.Report == ReportPolicy.Each ? null : table.Share($"first {lane} {clause.Id} {meaning}", canonical => new ReportDefinition(canonical, aligned, sliding));

    private Guard GuardOf(Clause clause, Selector selector) => new(CompiledSelector.Compile(selector), Compile(clause.While), Compile(clause.Unless));

    private ConditionNode? Compile(Condition? condition) => condition is null ? null : CompileNode(condition);

    private ConditionNode CompileNode(Condition condition) => condition switch
    {
        Condition.Once once => new ConditionNode.Once(once, Marks(Canonical.OfOnce(once), once.What, null, once.Within, once.Match)),
        Condition.Since since => new ConditionNode.Since(since, Marks(Canonical.OfSince(since), since.Start, since.End, null, since.Match)),
        Condition.All all => new ConditionNode.Several(all, [.. all.Of.Select(CompileNode)], decides: false),
        Condition.Any any => new ConditionNode.Several(any, [.. any.Of.Select(CompileNode)], decides: true),
        Condition.Not not => new ConditionNode.Not(not, CompileNode(not.Of)),
        Condition.During during => new ConditionNode.During(during),
        _ => throw new InvalidOperationException("a condition has six forms"),
    };

    private MarkDefinition Marks(string canonical, Selector start, Selector? end, Duration? within, ImmutableArray<Field> match) =>
        _customer.Share(canonical, text => new MarkDefinition(
            text, CompiledSelector.Compile(start), end is null ? null : CompiledSelector.Compile(end), within, new KeyReader(match)));
}
