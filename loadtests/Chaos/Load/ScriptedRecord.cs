using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>A record for the events' topic.</summary>
/// <param name="Value">Unreadable sometimes.</param>
/// <param name="Timestamp">In the log's time, whole milliseconds: the broker stores it as it is.</param>
public sealed record ScriptedRecord(int Partition, string Key, byte[] Value, EventTime Timestamp);
