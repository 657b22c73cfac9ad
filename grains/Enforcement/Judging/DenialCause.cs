using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Why no permit took a touch: the one that came nearest, what it asked in vain, and the events on which that rests.</summary>
internal static class DenialCause
{
    /// <param name="permits">All that were asked, in the order of the document; at least one.</param>
    /// <param name="purpose">The first for which none took the touch; null where it has no purpose.</param>
    public static (string Reason, ImmutableArray<Witness> Witnesses) Of(ImmutableArray<CompiledPermit> permits, MemoryStore memory, in Occurrence at, Term? purpose)
    {
        var e = at.Event;
        foreach (var permit in permits)
        {
            if (permit.Guard.Selector.TakesFor(e, purpose))
            {
                return ($"{Reasons.Denied(e, purpose)}: clause `{permit.Source.Id}` permits it only {Asked(permit, memory, at)}", Evidence.OfConditions(permit.Guard, memory, at));
            }
        }

        var nearest = permits.MinBy(permit => Misses(((PermitClause)permit.Source).What, permit, e, purpose))!;
        return ($"{Reasons.Denied(e, purpose)}: the nearest permit, clause `{nearest.Source.Id}`, is for {Phrase.One(((PermitClause)nearest.Source).What)}", []);
    }

    private static string Asked(CompiledPermit permit, MemoryStore memory, in Occurrence at) =>
        permit.Guard.While is { } condition && !condition.Holds(memory, at)
            ? $"while {Phrase.Of(permit.Source.While!)}, and {condition.Why(memory, at)}"
            : $"unless {Phrase.Of(permit.Source.Unless!)}, and {permit.Guard.Unless!.Why(memory, at)}";

    // How many of its fields refuse the touch; what it excepts, or none of whose alternatives take it, counts as one more.
    private static int Misses(Selector what, CompiledPermit permit, DataUseEvent e, Term? purpose) =>
        permit.Guard.Selector.FieldsRefusing(e, purpose) is var fields && fields > 0 ? fields + (what.Not is null && what.Any.IsEmpty ? 0 : 1) : 1;
}
