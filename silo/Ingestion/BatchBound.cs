using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// How many records are judged together: at most twice as many as the last time, and so few that what they decide may go into one
/// transaction.
/// </summary>
internal sealed class BatchBound(int recordsMax)
{
    private const int RecordsMin = 64;

    // Where few records come at once, so many may come next.
    private const int Usual = 4_096;

    public int Records { get; private set; } = Math.Min(Usual, recordsMax);

    /// <param name="records">In the last batch.</param>
    /// <param name="toldBytes">What it had to tell.</param>
    public void Judged(int records, long toldBytes)
    {
        var fits = toldBytes == 0 ? recordsMax : records * (double)TransactionBounds.BytesMax / toldBytes;
        Records = (int)Math.Min(recordsMax, Math.Max(RecordsMin, Math.Min(fits, Math.Max(Usual, 2L * records))));
    }
}
