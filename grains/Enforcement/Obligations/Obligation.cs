using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>What one trigger (and one bound value) asks for, until it is decided.</summary>
internal sealed class Obligation
{
    private HashSet<int>? _fulfilledPeriods;
    private long _endedAt = long.MaxValue;

    public required DataUseEvent Trigger { get; init; }

    public required StreamPosition Position { get; init; }

    public required int Version { get; init; }

    public required string Clause { get; init; }

    public bool Late { get; init; }

    public string? Bind { get; init; }

    /// <summary>Counts the openings of one customer, so that what falls due together is decided in that order.</summary>
    public long Opening { get; init; }

    /// <summary>When it, or its present period, is decided: once the watermark is later.</summary>
    public long Due { get; private set; }

    /// <summary>The present period, from 1; 0 for an obligation that falls due once.</summary>
    public int Period { get; private set; }

    /// <summary>Decided for good, or forgotten.</summary>
    public bool IsClosed { get; private set; }

    public bool IsFulfilled { get; private set; }

    public long Start => Trigger.Time.Ticks;

    public void Open(Deadline deadline)
    {
        Period = deadline is Deadline.Every ? 1 : 0;
        Due = Boundary(deadline, Period);
    }

    public void Close() => IsClosed = true;

    /// <summary>An event that `do` takes, and the key and the bound value fit.</summary>
    public void Discharge(Deadline deadline, long time, long tolerance)
    {
        if (deadline is Deadline.Within)
        {
            IsFulfilled |= time >= Start - tolerance && time <= Due;
        }
        else if (PeriodOf(deadline, time) is var period && period >= Period)
        {
            (_fulfilledPeriods ??= []).Add(period);
        }
    }

    /// <summary>An event that `until` takes.</summary>
    public void End(long time)
    {
        if (time >= Start)
        {
            _endedAt = Math.Min(_endedAt, time);
        }
    }

    /// <summary>Decides what is due. True where it was violated.</summary>
    public bool Decide(Deadline deadline)
    {
        if (deadline is Deadline.Within || IsEnded)
        {
            IsClosed = true;
            return deadline is Deadline.Within && !IsFulfilled;
        }

        IsFulfilled = _fulfilledPeriods?.Remove(Period) == true;
        return !IsFulfilled;
    }

    /// <summary>Whether the duty was ended before its present period was over.</summary>
    public bool IsEnded => _endedAt <= Due;

    /// <summary>Goes on to the next period; past the end of time there is none.</summary>
    public void Restart(Deadline deadline)
    {
        Due = Boundary(deadline, ++Period);
        IsClosed = Due >= EventTime.MaxTicks;
    }

    private long Boundary(Deadline deadline, int period) => deadline switch
    {
        Deadline.Within within => within.Time.After(Trigger.Time).Ticks,
        Deadline.Every every => every.Period.After(Trigger.Time, period).Ticks,
        _ => throw new InvalidOperationException("a deadline has two forms"),
    };

    // The k with t + (k-1)P < time <= t + kP; 0 for a time that is before all periods.
    private int PeriodOf(Deadline deadline, long time)
    {
        if (time <= Start)
        {
            return 0;
        }

        int low = 1, high = 1;
        while (Boundary(deadline, high) < time && high < int.MaxValue / 2)
        {
            (low, high) = (high + 1, high * 2);
        }

        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = Boundary(deadline, middle) < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public void Write(StateWriter writer)
    {
        TriggerForm.Write(writer, Trigger, Position);
        writer.Count(Version);
        writer.Text(Clause);
        writer.Flag(Late);
        writer.Text(Bind);
        writer.Number(Opening);
        writer.Number(Due);
        writer.Count(Period);
        writer.Flag(IsFulfilled);
        writer.Number(_endedAt);
        writer.Count(_fulfilledPeriods?.Count ?? 0);
        foreach (var period in _fulfilledPeriods ?? [])
        {
            writer.Count(period);
        }
    }

    public static Obligation Read(StateReader reader)
    {
        var (trigger, position) = TriggerForm.Read(reader);
        var obligation = new Obligation
        {
            Trigger = trigger,
            Position = position,
            Version = reader.Count(),
            Clause = reader.Text() ?? "",
            Late = reader.Flag(),
            Bind = reader.Text(),
            Opening = reader.Number(),
            Due = reader.Number(),
            Period = reader.Count(),
            IsFulfilled = reader.Flag(),
            _endedAt = reader.Number(),
        };
        for (var left = reader.Count(); left > 0; left--)
        {
            (obligation._fulfilledPeriods ??= []).Add(reader.Count());
        }

        return obligation;
    }
}
