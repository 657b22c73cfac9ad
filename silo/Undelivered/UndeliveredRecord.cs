using Covenant.Silo.Publishing;

namespace Covenant.Silo.Undelivered;

/// <summary>A record that waits to be delivered.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Key">Under which it stands there.</param>
/// <param name="Original">As it would have gone to its bank.</param>
/// <param name="Since">When it was put there.</param>
/// <param name="Seen">The offset of the last record without a value of its topic that was known to whoever put it there; -1 where none was.</param>
/// <param name="Bytes">Of one that is too large on its own, and waits apart from the others of its topic; null for those.</param>
internal sealed record UndeliveredRecord(long Offset, byte[] Key, OutgoingRecord Original, string Reason, DateTimeOffset Since, long Seen, int? Bytes);

/// <summary>What one record of <c>datause.undelivered.v1</c> says: that a record waits, that one is taken away, or both.</summary>
/// <param name="Topic">That records are for.</param>
/// <param name="Record">That waits from now on; null where none does.</param>
/// <param name="Takes">The offset of the record that waits no more; null where none is taken away.</param>
/// <param name="Since">When that record, or the one that waits, was put there.</param>
/// <param name="IsAside">Whether it is about a record that is too large on its own.</param>
internal sealed record UndeliveredEntry(long Offset, string Topic, UndeliveredRecord? Record, long? Takes, DateTimeOffset Since, bool IsAside);
