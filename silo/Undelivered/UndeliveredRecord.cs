using Covenant.Silo.Publishing;

namespace Covenant.Silo.Undelivered;

/// <summary>A record that waits to be delivered.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Key">Under which it stands there.</param>
/// <param name="Original">As it would have gone to its bank.</param>
/// <param name="Since">When it was put there.</param>
/// <param name="Seen">The offset of the last record without a value of its topic that was known to whoever put it there; -1 where none
/// was.</param>
/// <param name="Bytes">Of one that is too large on its own, and waits apart from the others of its topic; null for those.</param>
internal sealed record UndeliveredRecord(long Offset, byte[] Key, OutgoingRecord Original, string Reason, DateTimeOffset Since, long Seen, int? Bytes);

/// <summary>What one record of <c>datause.undelivered.v1</c> says: that a record waits, that one is taken away, or both.</summary>
/// <param name="Topic">That records are for.</param>
/// <param name="Record">That waits from now on; null where none does.</param>
/// <param name="Takes">The offset of the record that waits no more; null where none is taken away.</param>
/// <param name="Since">When that record, or the one that waits, was put there.</param>
/// <param name="IsAside">Whether it is about a record that is too large on its own.</param>
internal sealed record UndeliveredEntry(long Offset, string Topic, UndeliveredRecord? Record, long? Takes, DateTimeOffset Since, bool IsAside);

/// <summary>What is undelivered of one topic, as of a moment.</summary>
/// <param name="Count">Those too large on their own included.</param>
/// <param name="TooLarge">How many wait apart because they are too large on their own.</param>
/// <param name="Since">The oldest was put there at this time or later.</param>
/// <param name="From">No record that waits in turn stands below this offset.</param>
/// <param name="Last">Where the last record that waits in turn stands; below <paramref name="From"/> where none does.</param>
internal sealed record UndeliveredTopic(string Topic, long Count, int TooLarge, DateTimeOffset Since, string Reason, long From, long Last)
{
    /// <summary>Whether one waits in turn, which others of its topic wait behind.</summary>
    public bool IsWaiting => Last >= From;
}
