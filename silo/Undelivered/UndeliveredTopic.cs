namespace Covenant.Silo.Undelivered;

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
