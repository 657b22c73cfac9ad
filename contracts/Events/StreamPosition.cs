namespace Covenant.Contracts.Events;

/// <summary>Where a record stands in the log.</summary>
public readonly record struct StreamPosition(string Topic, int Partition, long Offset);
