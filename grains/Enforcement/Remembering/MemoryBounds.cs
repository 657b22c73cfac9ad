namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>How much one customer's (or institution's) memory may hold. Past a bound the oldest is forgotten, which can hide a violation but never invents a limit's.</summary>
public sealed record MemoryBounds
{
    /// <summary>Different keys (items, conversations, recipients...) that one clause remembers; least 16.</summary>
    public int KeysMax { get; init; } = 1_000_000;

    /// <summary>Events in one sliding window, values in one <c>distinct</c>, marks within the tolerance; least 64.</summary>
    public int EntriesMax { get; init; } = 1_000_000;

    /// <summary>Event ids remembered to tell duplicates; least 64.</summary>
    public int RecentIdsMax { get; init; } = 1_000_000;

    public static readonly MemoryBounds Default = new();
}
