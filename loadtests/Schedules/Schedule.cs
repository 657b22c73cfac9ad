namespace Covenant.LoadTests.Schedules;

/// <summary>When each event is due, in seconds since the beginning: fixed before the first is sent, so that a slow system changes nothing of it.</summary>
public sealed class Schedule
{
    private readonly Stretch[] _stretches;
    private readonly double[] _startSeconds;
    private readonly double[] _startCounts;

    public Schedule(IEnumerable<Stretch> stretches)
    {
        _stretches = [.. stretches];
        _startSeconds = [.. _stretches.Select((_, i) => _stretches.Take(i).Sum(one => one.Seconds))];
        _startCounts = [.. _stretches.Select((_, i) => _stretches.Take(i).Sum(one => one.Events))];
        Seconds = _stretches.Sum(one => one.Seconds);
        Count = (long)Math.Round(_stretches.Sum(one => one.Events));
    }

    public double Seconds { get; }

    public long Count { get; }

    public double MeanRate => Count / Seconds;

    /// <summary>Where a part with a name begins.</summary>
    public IEnumerable<(double Second, string Name)> Names => _stretches.Zip(_startSeconds).Where(one => one.First.Name is not null).Select(one => (one.Second, one.First.Name!));

    public static Schedule Steady(double rate, TimeSpan length) => new([new(length.TotalSeconds, rate, rate)]);

    /// <summary>How many are due by then.</summary>
    public long CountAt(double second)
    {
        if (second >= Seconds)
        {
            return Count;
        }

        var i = Before(_startSeconds, second);
        return Math.Min(Count, (long)(_startCounts[i] + _stretches[i].CountAt(Math.Max(0, second - _startSeconds[i]))));
    }

    /// <summary>When the event of this number is due; the first has number 0.</summary>
    public double DueAt(long number)
    {
        var i = Before(_startCounts, number);
        return _startSeconds[i] + Math.Min(_stretches[i].Seconds, _stretches[i].SecondOf(number - _startCounts[i]));
    }

    private static int Before(double[] starts, double at)
    {
        var i = starts.Length - 1;
        while (i > 0 && starts[i] > at)
        {
            i--;
        }

        return i;
    }
}
