using Covenant.Contracts.Events;

namespace Covenant.Silo.Telemetry;

/// <summary>A partition of this silo, as far as it is looked at from outside. The consumer's thread tells it where the log ends, the tenure what it has read; any thread may ask.</summary>
internal sealed class ObservedPartition
{
    private const long Unknown = -1;

    private readonly Func<long> _told;

    private readonly RecordTimes _times = new();
    private volatile IObservedTenure? _tenure;
    private long _logEnd = Unknown;
    private int _life;

    public ObservedPartition(KeyValuePair<string, object?>[] tags) => (Tags, _told) = (tags, () => Tenure?.PublishedOffset ?? 0);

    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>The present tenure, or the last one while the next is being recovered.</summary>
    public IObservedTenure? Tenure
    {
        get => _tenure;
        set => _tenure = value;
    }

    /// <summary>For each event that was read.</summary>
    public void Read(long offset, EventTime time) => _times.Add(offset, time, _told);

    /// <summary>Of the log: all numbers are by it.</summary>
    public int Life
    {
        get => Volatile.Read(ref _life);
        set => Volatile.Write(ref _life, value);
    }

    /// <summary>The number after the last that the broker has told of; -1 = not known.</summary>
    public long LogEnd => Volatile.Read(ref _logEnd);

    /// <summary>The offset after the last that the broker has told of.</summary>
    public void KnowEnd(long offset)
    {
        var end = LogNumber.Of(Life, offset);
        if (end > Volatile.Read(ref _logEnd))
        {
            Volatile.Write(ref _logEnd, end);
        }
    }

    /// <summary>Records that are written and not told of yet; null where nobody has said where the log ends.</summary>
    public long? LagRecords => Tenure is { } tenure && Volatile.Read(ref _logEnd) is not Unknown and var end ? Math.Max(0, end - tenure.PublishedOffset) : null;

    /// <summary>How long ago the oldest of them happened; null where that is not known.</summary>
    public TimeSpan? LagTime(DateTimeOffset now)
    {
        if (Tenure is not { } tenure || LagRecords is not { } lag)
        {
            return null;
        }

        return lag == 0 ? TimeSpan.Zero : _times.At(tenure.PublishedOffset) is { } happened ? TimeSpan.FromTicks(Math.Max(0, (now - happened.ToDateTimeOffset()).Ticks)) : null;
    }
}
