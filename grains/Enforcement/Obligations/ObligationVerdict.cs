using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>The violation of an obligation, at its deadline.</summary>
internal static class ObligationVerdict
{
    public static void Add(
        Policy policy, CompiledVersion version, CompiledOblige clause, MemoryStore memory, Obligation obligation, MemoryKey key,
        EventTime deadline, int period, bool violated, Verdicts verdicts)
    {
        var at = new Occurrence(obligation.Trigger, obligation.Trigger.Time, long.MinValue);
        long? suppressed = null;
        if (clause.Report is { } report)
        {
            var scope = new MemoryKey(FieldReader.Join([key.Value, obligation.Bind]));
            violated = memory.GetOrCreate<KeyedCells<ReportCell>>(report).GetOrAdd(scope, long.MinValue, policy.Bounds)
                .Tells(report, violated, at, verdicts, out suppressed);
        }

        if (violated)
        {
            var draft = ViolationDraft.Of(policy, version, clause, at, obligation.Position, obligation.Late);
            verdicts.Violations.Add(draft.Build(Reasons.NotDone(clause, obligation, period), obligation.Bind, period) with
            {
                Time = deadline,
                Deadline = deadline,
                Witnesses = [new Witness(obligation.Trigger.Id, obligation.Trigger.Time)],
                Suppressed = suppressed,
            });
        }
    }
}
