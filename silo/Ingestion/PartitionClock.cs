using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// What time it is on a partition: the greatest event time it has seen, and, once it has been without events for a while, the wall clock.
/// </summary>
internal sealed class PartitionClock(TimeProvider wallClock, TimeSpan idleAfter, EventTime? log = null)
{
    private long _lastEventAt = wallClock.GetTimestamp();

    /// <summary>The clock of the log; null before the first event.</summary>
    public EventTime? Log { get; private set; } = log;

    public EventTime See(EventTime time)
    {
        if (Log is not { } newest || time > newest)
        {
            Log = newest = time;
        }

        return newest;
    }

    /// <summary>A batch of events was taken: the partition is not idle.</summary>
    public void Stir() => _lastEventAt = wallClock.GetTimestamp();

    /// <summary>No events have come for so long that the wall clock may stand in.</summary>
    public bool IsIdle => wallClock.GetElapsedTime(_lastEventAt) >= idleAfter;

    /// <summary>The clock for obligations: the log's, or the wall clock's where that stands in and is ahead.</summary>
    public EventTime? Now
    {
        get
        {
            if (!IsIdle)
            {
                return Log;
            }

            var now = EventTime.From(wallClock.GetUtcNow());
            return Log > now ? Log : now;
        }
    }
}
