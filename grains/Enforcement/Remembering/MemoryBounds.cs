namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>How much one customer's (or institution's) memory may hold. Past a bound the oldest is forgotten, so a limit measures too little, and an exception that rests on what is forgotten no longer holds.</summary>
public sealed record MemoryBounds
{
    /// <summary>Different keys (items, conversations, recipients...) that one clause remembers; least 16.</summary>
    public int KeysMax { get; init; } = 1_000_000;

    /// <summary>So many keys are kept without a look whether there is anything left to find of them; least 8.</summary>
    public int UnsweptKeysMax { get; init; } = 8;

    /// <summary>Events in one sliding window, values in one <c>distinct</c>, marks within the tolerance; least 64.</summary>
    public int EntriesMax { get; init; } = 1_000_000;

    /// <summary>Event ids remembered to tell duplicates; least 64.</summary>
    public int RecentIdsMax { get; init; } = 1_000_000;

    public static readonly MemoryBounds Default = new();

    /// <summary>For a recorded stream, which is judged whole by one process: a hundred times as much.</summary>
    public static readonly MemoryBounds Replay = new() { KeysMax = 100_000_000, EntriesMax = 100_000_000, RecentIdsMax = 100_000_000 };
}
