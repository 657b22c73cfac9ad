using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Comparing;

/// <summary>A record of the events' topic as it was read back.</summary>
/// <param name="Timestamp">That the broker stored with it.</param>
public readonly record struct LoggedRecord(int Partition, long Offset, byte[]? Value, EventTime? Timestamp);
