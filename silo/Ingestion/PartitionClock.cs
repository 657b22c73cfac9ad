using Covenant.Contracts.Events;
using Covenant.Silo.Checkpoints;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// What time it is on a partition: the greatest admitted time of its events, and, once it has been without events for a while, the wall clock.
/// </summary>
/// <param name="start">At the first record that is seen.</param>
internal sealed class PartitionClock(TimeProvider wallClock, TimeSpan idleAfter, PartitionTimes start, SkewHistory skews)
{
    private readonly RecordClock _records = new(TimeSpan.Zero, start.Recorded);
    private bool _isAdmitted = start.IsAdmitted;
    private long _lastEventAt = wallClock.GetTimestamp();

    /// <summary>The clock of the log; null before the first event.</summary>
    public EventTime? Log { get; private set; } = start.Clock;

    /// <summary>For the checkpoint behind the last record that was seen.</summary>
    public PartitionTimes Times => new(Log, _records.Recorded, _isAdmitted);

    /// <summary>The next record of the log, whatever it holds.</summary>
    public void See(long offset, EventTime? timestamp)
    {
        _records.ClockSkewMax = skews.At(offset);
        _records.See(timestamp);
        if (!_isAdmitted && _records.Latest is { } latest)
        {
            (Log, _isAdmitted) = (Log < latest ? Log : latest, true);
        }
    }

    /// <inheritdoc cref="RecordClock.TimeOf"/>
    public EventTime TimeOf(EventTime own) => _records.TimeOf(own);

    /// <summary>The event of the record seen last moves the clock, as far as its record lets it.</summary>
    /// <returns>The time by which it does.</returns>
    public EventTime Admit(EventTime own)
    {
        var admitted = _records.Admit(own);
        if (Log is not { } newest || admitted > newest)
        {
            Log = admitted;
        }

        return admitted;
    }

    /// <summary>A batch of events was taken: the partition is not idle.</summary>
    public void Stir() => _lastEventAt = wallClock.GetTimestamp();

    /// <summary>No events have come for so long that the wall clock may stand in.</summary>
    public bool IsIdle => wallClock.GetElapsedTime(_lastEventAt) >= idleAfter;

    /// <inheritdoc cref="By"/>
    public EventTime? Now => By(latest: null);

    /// <summary>The clock for obligations: the log's, or the wall clock's where that stands in and is ahead.</summary>
    /// <param name="latest">The wall clock may not say more; null where it may.</param>
    public EventTime? By(EventTime? latest)
    {
        if (!IsIdle)
        {
            return Log;
        }

        var now = EventTime.From(wallClock.GetUtcNow());
        now = latest < now ? latest.Value : now;
        return Log > now ? Log : now;
    }
}
