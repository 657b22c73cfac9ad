namespace Covenant.Silo.Ingestion;

/// <summary>One record of the events' topic.</summary>
internal readonly record struct IncomingRecord(long Offset, DecodedEvent Value);
