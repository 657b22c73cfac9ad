namespace Covenant.LoadTests.Chaos.Comparing;

/// <summary>A record of the events' topic as it was read back.</summary>
public readonly record struct LoggedRecord(int Partition, long Offset, byte[]? Value);
