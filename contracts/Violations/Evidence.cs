using Covenant.Contracts.Events;

namespace Covenant.Contracts.Violations;

public enum ClauseForm
{
    Permit = 0,
    Prohibit = 1,
    Limit = 2,
    Oblige = 3,
}

/// <summary>An event that proves a violation.</summary>
[GenerateSerializer, Immutable, Alias("covenant.Witness")]
public readonly record struct Witness([property: Id(0)] string Id, [property: Id(1)] EventTime Time);

/// <summary>The measure over the events in the window.</summary>
/// <param name="From">Where the window begins: excluded for a sliding window, included for an aligned one; null for <c>total</c>.</param>
/// <param name="To">Where it ends: the event's time, included, for a sliding window and for <c>total</c>; excluded for an aligned one.</param>
[GenerateSerializer, Immutable, Alias("covenant.MeasureEvidence")]
public sealed record MeasureEvidence(
    [property: Id(0)] long Value, [property: Id(1)] long Max, [property: Id(2)] EventTime? From, [property: Id(3)] EventTime To);
