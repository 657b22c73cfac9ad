using Covenant.Silo.Hosting;

namespace Covenant.Silo.Publishing;

/// <summary>
/// How much goes into one transaction: less after one that took too long, and twice as much again after each that did not.
/// </summary>
internal sealed class TransactionBounds
{
    /// <summary>Records of one transaction, and of one telling.</summary>
    public const int RecordsMax = 8_192;

    /// <summary>The same in bytes. A single record may have up to 1,000,000.</summary>
    public const long BytesMax = 8 << 20;

    // A broker that takes no more than this in the time of a transaction takes nothing.
    private const int RecordsMin = 1;

    private const long BytesMin = 4_096;

    // Beyond it the next one of that size might not come through.
    private static readonly TimeSpan Long = FailureDetection.TransactionTimeout / 2;

    public int Records { get; private set; } = RecordsMax;

    public long Bytes { get; private set; } = BytesMax;

    /// <param name="took">From its beginning to its end.</param>
    /// <param name="tellings">What was in it.</param>
    public void Ended(bool isCommitted, TimeSpan took, IReadOnlyCollection<Telling> tellings)
    {
        if (took >= Long)
        {
            Records = Math.Max(RecordsMin, Math.Min(Records, tellings.Sum(telling => telling.Records.Count)) / 2);
            Bytes = Math.Max(BytesMin, Math.Min(Bytes, tellings.Sum(telling => telling.Bytes)) / 2);
        }
        else if (isCommitted)
        {
            (Records, Bytes) = (Math.Min(RecordsMax, Records * 2), Math.Min(BytesMax, Bytes * 2));
        }
    }
}
