namespace Covenant.Silo.Ingestion;

/// <summary>
/// Whose batch is judged: a few at once, one for each processor but the one that reads. While a partition waits for its turn its records gather, and the more of them are judged together
/// the less each costs; where the silo keeps up, nobody waits.
/// </summary>
internal sealed class BatchTurns : IDisposable
{
    // A batch that hangs, because storage does, holds up the other partitions for no longer.
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>To be disposed of when the batch is judged.</summary>
    public async ValueTask<Turn> TakeAsync(CancellationToken token) => new(await _turns.WaitAsync(WaitMax, token) ? _turns : null);

    public void Dispose() => _turns.Dispose();

    public readonly struct Turn(SemaphoreSlim? taken) : IDisposable
    {
        public void Dispose() => taken?.Release();
    }
}
