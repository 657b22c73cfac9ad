using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
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
        var (reason, witnesses) = OfConditions(permits, memory, at, purpose) ?? (OfSelectors(permits, e, purpose), []);
        return ($"{Reasons.Denied(e, purpose)}: {reason}", witnesses);
    }

    /// <summary>Of the permits that select the touch, the first whose condition failed by an event, or else the first; null where there is none.</summary>
    private static (string Reason, ImmutableArray<Witness> Witnesses)? OfConditions(ImmutableArray<CompiledPermit> permits, MemoryStore memory, in Occurrence at, Term? purpose)
    {
        (string, ImmutableArray<Witness>)? first = null;
        foreach (var permit in permits)
        {
            if (!permit.Guard.Selector.TakesFor(at.Event, purpose))
            {
                continue;
            }

            var (word, failed) = permit.Guard.While is { } condition && !condition.Holds(memory, at) ? ("only while", condition) : ("unless", permit.Guard.Unless!);
            failed = failed.Deciding(memory, at);
            var witnesses = Evidence.OfCondition(failed, memory, at);
            if (first is null || !witnesses.IsEmpty)
            {
                first = ($"clause `{permit.Source.Id}` permits it {word} {Phrase.Of(failed.Source)}, and {failed.Why(memory, at)}", witnesses);
            }

            if (!witnesses.IsEmpty)
            {
                break;
            }
        }

        return first;
    }

    private static string OfSelectors(ImmutableArray<CompiledPermit> permits, DataUseEvent e, Term? purpose)
    {
        var nearest = permits.MinBy(permit => permit.Guard.Selector.NearnessTo(e, purpose))!.Source;
        return $"the nearest permit, clause `{nearest.Id}`, does not take it: {SelectorTrace.OfPermit(((PermitClause)nearest).What, e, purpose).Why}";
    }
}
