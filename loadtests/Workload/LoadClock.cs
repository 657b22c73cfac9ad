using System.Diagnostics;

namespace Covenant.LoadTests.Workload;

/// <summary>One beginning for everything that is timed in a run, on the clock that does not jump.</summary>
public sealed class LoadClock
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _startedMicroseconds;

    public LoadClock()
    {
        StartedAt = TimeProvider.System.GetUtcNow();
        _startedMicroseconds = (StartedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    public DateTimeOffset StartedAt { get; }

    public double Seconds => SecondsAt(Stopwatch.GetTimestamp());

    /// <param name="timestamp">Of <see cref="Stopwatch"/>.</param>
    public double SecondsAt(long timestamp) => (timestamp - _started) / (double)Stopwatch.Frequency;

    /// <summary>In microseconds since 1970.</summary>
    public long EventTimeAt(double seconds) => _startedMicroseconds + (long)(seconds * 1e6);
}
