namespace Covenant.Silo.Publishing;

/// <summary>Calls back once all records that were expected of a batch are acknowledged by the broker. Safe to call from any thread.</summary>
internal sealed class Acknowledgement(Action whenAll)
{
    // One for the batch itself, so that it cannot be complete before all its records are on their way.
    private int _open = 1;

    public void Expect() => Interlocked.Increment(ref _open);

    public void Acknowledged()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            whenAll();
        }
    }

    /// <summary>No more records will be expected.</summary>
    public void AllExpected() => Acknowledged();
}
