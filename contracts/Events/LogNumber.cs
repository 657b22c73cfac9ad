namespace Covenant.Contracts.Events;

/// <summary>
/// Numbers the records of a partition over the lives of its log: a topic that was deleted and made again, or a log that lost its end,
/// counts its offsets again and begins a new life.
/// In the first life, 0, a record's number is its offset; a record of a later life has a greater number than all before it, so that no
/// mark, position or entry of an earlier life covers it.
/// </summary>
public static class LogNumber
{
    private const int OffsetBits = 48;

    private const long OffsetMask = (1L << OffsetBits) - 1;

    /// <param name="life">From 0; at most 32,767.</param>
    /// <param name="offset">In the log; below 2^48.</param>
    public static long Of(int life, long offset) => ((long)life << OffsetBits) + offset;

    /// <summary>The offset in the log.</summary>
    public static long OffsetOf(long number) => number & OffsetMask;
}
