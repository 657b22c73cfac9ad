namespace Covenant.Contracts.Events;

/// <summary>The bounds of one event. What passes one of them is a dead letter, so a decoded event keeps them all.</summary>
/// <remarks>Lengths of text are counted in bytes of UTF-8, after JSON escapes are undone.</remarks>
public static class EventLimits
{
    /// <summary>The whole value: 1 MB.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>Objects and arrays within each other, the event itself included.</summary>
    public const int DepthMax = 32;

    public const int CustomerBytesMax = 256;

    public const int IdBytesMax = 1_024;

    /// <summary>Every text that has no bound of its own.</summary>
    public const int TextBytesMax = 4_096;

    /// <summary>Entries of <c>purposes</c>, <c>categories</c>, <c>forms</c> and <c>attributes</c>, and values of one attribute.</summary>
    public const int ListMax = 64;

    /// <summary>2^53 - 1, the largest whole number that every reader of JSON keeps exactly.</summary>
    public const long RecordsMax = 9_007_199_254_740_991;
}
