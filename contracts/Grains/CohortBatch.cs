using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.Contracts.Grains;

/// <summary>The next events of one cohort from one partition.</summary>
/// <param name="LastSent">The last offset that the partition sent to this cohort since its checkpoint; -1 = none.</param>
/// <param name="Events">In log order, of any of its customers; none where the call only says how late it is. Lent until the call is answered: what outlives it is <see cref="DataUseEvent.Kept"/>.</param>
/// <param name="Undecidable">Customers, as <c>institution/customer</c>, whose due obligations are left alone, because deciding them fails.</param>
/// <param name="IsCareful">Events of the partition have made the judge fail: one that does so twice leaves nothing behind, and the others are
/// judged. It costs a copy of its customer's memory for each event.</param>
[GenerateSerializer, Immutable, Alias("covenant.cohort-batch")]
public sealed record CohortBatch([property: Id(0)] BatchHeader Header, [property: Id(1)] long LastSent, [property: Id(2)] ReadOnlyMemory<StreamEvent> Events, [property: Id(3)] string[] Undecidable, [property: Id(4)] bool IsCareful = false);

/// <summary>An event and where it stands.</summary>
/// <param name="Clock">The partition's at this event, this event included.</param>
/// <param name="Admitted">The time by which the event moves its customer's clock; null from a silo that believes every event's own.</param>
[GenerateSerializer, Immutable, Alias("covenant.stream-event")]
public readonly record struct StreamEvent(
    [property: Id(0)] long Offset, [property: Id(1)] EventTime Clock, [property: Id(2)] DataUseEvent Event, [property: Id(3)] EventTime? Admitted = null);

/// <summary>What the events of a batch came to.</summary>
/// <param name="Violations">In the order in which they were decided, those of shadow clauses too; each once to a tenure.</param>
/// <param name="Contributions">What the institution's limits are to count; each once to a tenure.</param>
/// <param name="NextDue">When the cohort is to be woken, where the partition does not know it yet: once the partition's clock is later. The tolerance is in it.</param>
/// <param name="IsGap">Something that the partition sent before is not here; nothing of this batch was applied.</param>
/// <param name="Failure">Why an event could not be judged; nothing of this batch counts.</param>
/// <param name="Unjudged">From a silo of an earlier version: as <paramref name="Held"/>.</param>
/// <param name="DraftFailure">Why judging a draft failed on some of the events; what is in force judged them all the same. One line.</param>
/// <param name="Failed">Events that made the judge fail twice, and left nothing behind; each once to a tenure.</param>
/// <param name="Held">Why the stored state of the cohort cannot be read, in a line; then nothing else of this counts.</param>
[GenerateSerializer, Immutable, Alias("covenant.cohort-reply")]
public sealed record CohortReply(
    [property: Id(0)] Untold<Violation>[] Violations,
    [property: Id(1)] Untold<Contribution>[] Contributions,
    [property: Id(2)] EventTime? NextDue,
    [property: Id(3)] int Duplicates,
    [property: Id(4)] int Late,
    [property: Id(5)] bool IsGap = false,
    [property: Id(6)] JudgeFailure? Failure = null,
    [property: Id(7)] UnjudgedEvent[]? Unjudged = null,
    [property: Id(8)] string? DraftFailure = null,
    [property: Id(9)] string? Held = null,
    [property: Id(10)] Untold<JudgeFailure>[]? Failed = null)
{
    /// <summary>Nothing to say.</summary>
    public static CohortReply Nothing { get; } = new([], [], null, 0, 0);

    public static CohortReply Gap { get; } = Nothing with { IsGap = true };
}

/// <summary>An event that made the judge itself fail.</summary>
/// <param name="Offset">Of the event; -1 where no event was at fault but the deciding of what fell due.</param>
/// <param name="Reason">One line.</param>
/// <param name="Customer">As <c>institution/customer</c>.</param>
[GenerateSerializer, Immutable, Alias("covenant.judge-failure")]
public sealed record JudgeFailure([property: Id(0)] long Offset, [property: Id(1)] string Reason, [property: Id(2)] string Customer);

/// <summary>An event that a silo of an earlier version could not judge, for the stored state of its customer cannot be read.</summary>
/// <param name="Offset">-1 where it was none, but the time at which something was due.</param>
/// <param name="Reason">One line.</param>
/// <param name="Customer">As <c>institution/customer</c>.</param>
[GenerateSerializer, Immutable, Alias("covenant.unjudged-event")]
public readonly record struct UnjudgedEvent([property: Id(0)] long Offset, [property: Id(1)] string Reason, [property: Id(2)] string Customer);

/// <summary>An event that a limit over all customers takes.</summary>
/// <param name="Definition">The fingerprint of what counts it.</param>
/// <param name="Late">By its customer's clock.</param>
/// <param name="Admitted">The time by which the event moves the limit's clock; null where it was stored or sent by a silo that believes every event's own.</param>
/// <param name="Cohort">Of its customer, by whoever has it counted: what one cohort adds comes in the order of the log, also where it was held
/// meanwhile. Null from a silo that holds none.</param>
[GenerateSerializer, Immutable, Alias("covenant.contribution")]
public readonly record struct Contribution(
    [property: Id(0)] UInt128 Definition,
    [property: Id(1)] DataUseEvent Event,
    [property: Id(2)] StreamPosition Position,
    [property: Id(3)] bool Late,
    [property: Id(4)] EventTime? Admitted = null,
    [property: Id(5)] int? Cohort = null);

/// <summary>What one batch of one partition adds to an institution's limits.</summary>
/// <param name="Contributions">In log order.</param>
/// <param name="IsAgain">An answer to this tenure may have been lost: what was answered to it and is not told yet is answered once more.</param>
[GenerateSerializer, Immutable, Alias("covenant.institution-batch")]
public sealed record InstitutionBatch(
    [property: Id(0)] BatchHeader Header, [property: Id(1)] Contribution[] Contributions, [property: Id(2)] bool IsAgain = false);

/// <param name="Violations">In the order in which they were decided; each once to a tenure, but where it asks again.</param>
/// <param name="Failure">Why a contribution could not be counted; nothing of this batch counts.</param>
/// <param name="DraftFailure">Why judging a draft failed on some of them; what is in force counted them all the same. One line.</param>
/// <param name="Held">Why the stored state of the institution's limits cannot be read, in a line; then nothing of the batch counts.</param>
[GenerateSerializer, Immutable, Alias("covenant.institution-reply")]
public sealed record InstitutionReply(
    [property: Id(0)] Untold<Violation>[] Violations,
    [property: Id(1)] JudgeFailure? Failure = null,
    [property: Id(2)] string? DraftFailure = null,
    [property: Id(3)] string? Held = null);
