using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The violation of a limit, with the measure and the events that prove it.</summary>
internal static class LimitVerdict
{
    /// <param name="memory">Where the limit is measured: the customer's, or the institution's.</param>
    public static Violation Of(Policy policy, CompiledVersion version, CompiledLimit limit, MemoryStore memory, in Occurrence at, StreamPosition position, bool late, long value)
    {
        var cell = limit.Definition.Cell(memory, at.Event, at.Horizon, policy.Bounds);
        var evidence = cell.Evidence(limit.Definition, at, value);
        return ViolationDraft.Of(policy, version, limit, at, position, late).Build(Reasons.OverLimit(limit, value)) with
        {
            Measure = new MeasureEvidence(value, limit.Max, evidence.From is { } from ? new EventTime(from) : null, new EventTime(evidence.To)),
            Witnesses = [.. evidence.Witnesses],
        };
    }
}
