namespace Covenant.Silo.Ingestion;

/// <summary>
/// Whose batch is judged: a few at once, one for each processor but the one that reads. While a partition waits for its turn its records gather, and the more of them are judged together
/// the less each costs; where the silo keeps up, nobody waits.
/// </summary>
internal sealed class BatchTurns : IDisposable
{
    // A batch that hangs, because storage does, holds up the others for no longer, and only once: then its turn is another's.
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(40);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Lock _lock = new();
    private readonly LinkedList<Turn> _taken = [];

    /// <summary>To be disposed of when the batch is judged.</summary>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken token)
    {
        var isFree = await _turns.WaitAsync(WaitMax, token);
        lock (_lock)
        {
            if (!isFree && _taken.First is { } longest)
            {
                longest.Value.IsLost = true;
                _taken.Remove(longest);
            }

            var turn = new Turn(this);
            turn.Node = _taken.AddLast(turn);
            return turn;
        }
    }

    public void Dispose() => _turns.Dispose();

    private void GiveBack(Turn turn)
    {
        lock (_lock)
        {
            if (turn.IsLost)
            {
                return;
            }

            turn.IsLost = true;
            _taken.Remove(turn.Node!);
        }

        _turns.Release();
    }

    private sealed class Turn(BatchTurns turns) : IDisposable
    {
        public LinkedListNode<Turn>? Node { get; set; }

        /// <summary>It is another's, or given back.</summary>
        public bool IsLost { get; set; }

        public void Dispose() => turns.GiveBack(this);
    }
}
