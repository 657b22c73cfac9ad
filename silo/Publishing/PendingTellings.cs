using System.Diagnostics;

namespace Covenant.Silo.Publishing;

/// <summary>What one output waits to tell, in order. For one thread.</summary>
internal sealed class PendingTellings
{
    private readonly Queue<Telling> _tellings = new();
    private long _since;
    private long _heldUntil;

    public bool IsHeld => TimeProvider.System.GetTimestamp() < _heldUntil;

    public bool IsReady(TimeSpan commitEvery) => _tellings.Count > 0 && !IsHeld
        && (_tellings.Any(telling => telling.HasToSay) || TimeProvider.System.GetElapsedTime(_since) >= commitEvery);

    public void Add(Telling telling)
    {
        if (_tellings.Count == 0)
        {
            _since = TimeProvider.System.GetTimestamp();
        }

        _tellings.Enqueue(telling);
    }

    /// <summary>The first ones, as many as fit.</summary>
    /// <param name="bounds">Of a whole transaction: a telling that is more than that is divided.</param>
    /// <param name="recordsMax">What the transaction has room for.</param>
    /// <param name="bytesMax">The same in bytes.</param>
    /// <param name="atLeastOne">Whether the first one is taken though it does not fit.</param>
    /// <param name="mayPart">See <see cref="Telling.Cut"/>.</param>
    public List<Telling> First(TransactionBounds bounds, int recordsMax, long bytesMax, bool atLeastOne, bool mayPart)
    {
        Divide(bounds, mayPart);
        List<Telling> first = [];
        foreach (var telling in _tellings)
        {
            (recordsMax, bytesMax) = (recordsMax - telling.Records.Count, bytesMax - telling.Bytes);
            if ((recordsMax < 0 || bytesMax < 0) && !(atLeastOne && first.Count == 0))
            {
                break;
            }

            first.Add(telling);
        }

        return first;
    }

    /// <returns>Whether none is left.</returns>
    public bool RemoveFirst(Telling telling)
    {
        Debug.Assert(ReferenceEquals(_tellings.Peek(), telling));
        _tellings.Dequeue();
        return _tellings.Count == 0;
    }

    public void Hold(TimeSpan time) =>
        _heldUntil = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);

    // A piece within one step goes on from the one before.
    private void Divide(TransactionBounds bounds, bool mayPart)
    {
        var first = _tellings.Peek();
        List<Telling> pieces = [.. first.Cut(first.Output.Published, bounds.Records, bounds.Bytes, mayPart)];
        if (pieces.Count > 1)
        {
            first.Output.Divided(pieces.Count);
            List<Telling> after = [.. pieces, .. _tellings.Skip(1)];
            _tellings.Clear();
            after.ForEach(_tellings.Enqueue);
        }
    }
}
