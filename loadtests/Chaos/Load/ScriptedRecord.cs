namespace Covenant.LoadTests.Chaos.Load;

/// <summary>A record for the events' topic.</summary>
/// <param name="Value">Unreadable sometimes.</param>
public sealed record ScriptedRecord(int Partition, string Key, byte[] Value);
