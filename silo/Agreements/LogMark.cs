namespace Covenant.Silo.Agreements;

/// <summary>Where a record stands.</summary>
/// <param name="Log">The partition, and the topic by its id: a topic that was deleted and made again counts its offsets from 0 again, and is another log.</param>
internal readonly record struct LogMark(string Log, long Offset)
{
    public static LogMark None { get; } = new("", -1);

    public bool IsAtOrAfter(LogMark other) => Log == other.Log && Offset >= other.Offset;
}
