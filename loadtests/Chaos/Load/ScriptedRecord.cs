using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>A record for the events' topic.</summary>
/// <param name="Value">Unreadable sometimes.</param>
/// <param name="Timestamp">That its producer gives it, which a topic with LogAppendTime overrides.</param>
public sealed record ScriptedRecord(int Partition, string Key, byte[] Value, EventTime Timestamp);

/// <summary>How wrong the clocks of a gateway are, through which one in three customers come.</summary>
/// <param name="Own">That its events get their own times by.</param>
/// <param name="Timestamps">That its producer gives records their timestamps by.</param>
public readonly record struct GatewaySkew(TimeSpan Own, TimeSpan Timestamps);
