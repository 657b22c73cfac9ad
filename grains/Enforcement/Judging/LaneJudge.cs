using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Obligations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;
using Covenant.Grains.Enforcement.Windows;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Judges one event by one version: what is in force, or a draft beside it.</summary>
/// <param name="candidates">By the policy's index: what could take the event.</param>
/// <param name="measured">By a limit's ordinal; none at all where no limit could take the event.</param>
internal readonly ref struct LaneJudge(
    Policy policy, MemoryStore memory, StreamPosition position, Verdicts verdicts, ReadOnlySpan<ulong> candidates, ReadOnlySpan<long> measured)
{
    private readonly ReadOnlySpan<ulong> _candidates = candidates;
    private readonly ReadOnlySpan<long> _measured = measured;

    public void Judge(Lane lane, in Occurrence at, ref Agenda? agenda)
    {
        var version = lane.Versions.At(at.Event.Time);
        if (version is null || version.IsWithout)
        {
            if (!lane.IsDraft && policy.IsTouch(at.Event))
            {
                Tell(version, BuiltInClauses.NoAgreement, ClauseMode.Enforce, Reasons.NoAgreement(policy, version, at.Event), [], at);
            }

            return;
        }

        if (version.IsTouch(at.Event))
        {
            JudgePermits(version, at);
        }

        foreach (var clause in version.Others.In(_candidates))
        {
            switch (clause)
            {
                case CompiledProhibit prohibit:
                    JudgeProhibit(version, prohibit, at);
                    break;
                case CompiledLimit limit when _measured[limit.Definition.Ordinal] is not LimitDefinition.NotCounted and var value:
                    JudgeLimit(version, limit, at, value);
                    break;
                case CompiledOblige oblige when oblige.Guard.Takes(memory, at):
                    (agenda ??= new Agenda(0)).Open(oblige, version, memory, at, position, policy.Bounds);
                    break;
            }
        }
    }

    private void JudgePermits(CompiledVersion version, in Occurrence at)
    {
        if (version.Hides(at.Event) is { } hidden)
        {
            Tell(version, BuiltInClauses.NotPermitted, version.Mode, hidden, [], at);
            return;
        }

        var isEnforced = !version.Permits.IsEmpty;
        var permits = isEnforced ? version.Permits : version.ShadowPermits;
        if (!permits.IsEmpty && version.InScope(at.Event) && !ArePermitted(permits, at, out var denied))
        {
            var (reason, witnesses) = DenialCause.Of(permits.Items, memory, at, denied);
            Tell(version, BuiltInClauses.NotPermitted, isEnforced ? version.Mode : ClauseMode.Shadow, reason, witnesses, at);
        }
    }

    /// <param name="denied">The first purpose for which no permit takes the touch; null where it has none.</param>
    private bool ArePermitted(IndexedList<CompiledPermit> permits, in Occurrence at, out Term? denied)
    {
        denied = null;
        foreach (var purpose in at.Event.Purposes)
        {
            denied = purpose;
            if (!IsPermitted(permits, at, purpose))
            {
                return false;
            }
        }

        return denied is not null || IsPermitted(permits, at, null);
    }

    private bool IsPermitted(IndexedList<CompiledPermit> permits, in Occurrence at, Term? purpose)
    {
        foreach (var permit in permits.In(_candidates))
        {
            if (permit.Guard.TakesFor(purpose, memory, at))
            {
                return true;
            }
        }

        return false;
    }

    private void JudgeProhibit(CompiledVersion version, CompiledProhibit prohibit, in Occurrence at)
    {
        if (!prohibit.Guard.Selects(at.Event))
        {
            return;
        }

        var violated = prohibit.Guard.Applies(memory, at);
        if (Tells(prohibit, MemoryKey.Whole, violated, at, out var suppressed))
        {
            var draft = ViolationDraft.Of(policy, version, prohibit, at, position, at.IsLate);
            verdicts.Violations.Add(draft.Build(Reasons.Prohibited(prohibit.Source, at.Event)) with
            {
                Witnesses = Evidence.OfConditions(prohibit.Guard, memory, at),
                Suppressed = suppressed,
            });
        }
    }

    private void JudgeLimit(CompiledVersion version, CompiledLimit limit, in Occurrence at, long value)
    {
        var violated = value > limit.Max;
        if ((violated || limit.Report is not null) && Tells(limit, limit.Definition.ScopeOf(at.Event), violated, at, out var suppressed))
        {
            verdicts.Violations.Add(LimitVerdict.Of(policy, version, limit, memory, at, position, at.IsLate, value) with { Suppressed = suppressed });
        }
    }

    private bool Tells(CompiledClause clause, MemoryKey scope, bool violated, in Occurrence at, out long? suppressed)
    {
        suppressed = null;
        return clause.Report is null
            ? violated
            : memory.GetOrCreate<KeyedCells<ReportCell>>(clause.Report).GetOrAdd(scope, at.Horizon, policy.Bounds).Tells(clause.Report, violated, at, verdicts, out suppressed);
    }

    private void Tell(CompiledVersion? version, string clause, ClauseMode mode, string reason, ImmutableArray<Witness> witnesses, in Occurrence at) =>
        verdicts.Violations.Add(new ViolationDraft(policy.Institution, version?.Number, clause, mode, at, position, at.IsLate).Build(reason) with { Witnesses = witnesses });
}
