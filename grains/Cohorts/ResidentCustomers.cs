namespace Covenant.Grains.Cohorts;

/// <summary>How many customers, of how many cohorts, are in this silo's memory. Told by the cohorts, once a call; any thread may ask.</summary>
public sealed class ResidentCustomers
{
    private long _customers;
    private long _cohorts;

    public long Customers => Interlocked.Read(ref _customers);

    public long Cohorts => Interlocked.Read(ref _cohorts);

    internal void Arrived() => Interlocked.Increment(ref _cohorts);

    internal void Left() => Interlocked.Decrement(ref _cohorts);

    /// <summary>A cohort that had told of <paramref name="told"/> customers now has <paramref name="now"/>.</summary>
    internal void Count(ref int told, int now)
    {
        if (told != now)
        {
            Interlocked.Add(ref _customers, now - told);
            told = now;
        }
    }
}
