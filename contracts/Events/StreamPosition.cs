namespace Covenant.Contracts.Events;

/// <summary>Where a record stands in the log.</summary>
[GenerateSerializer, Immutable, Alias("covenant.StreamPosition")]
public readonly record struct StreamPosition([property: Id(0)] string Topic, [property: Id(1)] int Partition, [property: Id(2)] long Offset);
