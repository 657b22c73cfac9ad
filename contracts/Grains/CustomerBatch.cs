using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.Contracts.Grains;

/// <summary>The next events of one customer from one partition.</summary>
/// <param name="Events">In log order; none where the call only says how late it is.</param>
/// <param name="Clock">The partition's: the greatest time of any event that it has read, or the wall clock where events have stopped.</param>
[GenerateSerializer, Immutable, Alias("covenant.customer-batch")]
public sealed record CustomerBatch(
    [property: Id(0)] string Topic, [property: Id(1)] int Partition, [property: Id(2)] StreamEvent[] Events, [property: Id(3)] EventTime Clock);

/// <summary>An event and where it stands.</summary>
/// <param name="Clock">The partition's at this event, this event included.</param>
[GenerateSerializer, Immutable, Alias("covenant.stream-event")]
public readonly record struct StreamEvent([property: Id(0)] long Offset, [property: Id(1)] EventTime Clock, [property: Id(2)] DataUseEvent Event);

/// <summary>What the events of a batch came to.</summary>
/// <param name="Violations">In the order in which they were decided, those of shadow clauses too.</param>
/// <param name="NextDue">When the customer's next open obligation is decided: once the partition's clock less the tolerance is later; null where none is open.</param>
[GenerateSerializer, Immutable, Alias("covenant.customer-reply")]
public sealed record CustomerReply(
    [property: Id(0)] Violation[] Violations,
    [property: Id(1)] EventTime? NextDue,
    [property: Id(2)] int Duplicates,
    [property: Id(3)] int Late,
    [property: Id(4)] Contribution[] Contributions);

/// <summary>An event that a limit over all customers takes.</summary>
/// <param name="Definition">The fingerprint of what counts it.</param>
/// <param name="Late">By its customer's clock.</param>
[GenerateSerializer, Immutable, Alias("covenant.contribution")]
public readonly record struct Contribution(
    [property: Id(0)] UInt128 Definition, [property: Id(1)] DataUseEvent Event, [property: Id(2)] StreamPosition Position, [property: Id(3)] bool Late);

/// <summary>What one batch of one partition adds to an institution's limits.</summary>
/// <param name="Contributions">In log order.</param>
[GenerateSerializer, Immutable, Alias("covenant.institution-batch")]
public sealed record InstitutionBatch([property: Id(0)] Contribution[] Contributions);

[GenerateSerializer, Immutable, Alias("covenant.institution-reply")]
public sealed record InstitutionReply([property: Id(0)] Violation[] Violations);
