namespace Covenant.LoadTests.Workload;

/// <summary>A stream of known length whose event times are spread evenly over a span, and end at a given time.</summary>
internal sealed class TimedEvents(WorkloadSettings workload, DateTimeOffset end, TimeSpan span, long count)
{
    private const int RecordsPerLook = 1_024;

    /// <param name="take">Told key and value of each record; valid until it returns.</param>
    public void ForEach(Action<byte[], byte[]> take, CancellationToken token)
    {
        var records = new EventSequence(workload);
        var first = (end - span - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var step = span.TotalMicroseconds / count;
        for (var i = 0L; i < count; i++)
        {
            if (i % RecordsPerLook == 0)
            {
                token.ThrowIfCancellationRequested();
            }

            records.Next(first + (long)(i * step));
            take(records.Key, records.Value);
        }
    }
}
