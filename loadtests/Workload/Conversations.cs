namespace Covenant.LoadTests.Workload;

/// <summary>Who is talking: some twenty events in two minutes each, at the workload's rate. A customer has one conversation at a time; one who comes again meanwhile goes on with it.</summary>
internal sealed class Conversations
{
    private const int EventsMin = 12;

    private const int EventsMean = 20;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    private readonly ZipfRank _comers;
    private readonly int[] _customers;
    private readonly byte[] _left;
    private readonly int[] _open;
    private readonly ushort[] _talks;
    private readonly long[] _openedAt;
    private readonly byte[] _unattended;
    private readonly byte[] _unattendedNext;
    private int _opened;

    public Conversations(WorkloadSettings settings)
    {
        var talks = (int)Math.Clamp(settings.EventsPerSecond * Length.TotalSeconds / EventsMean, 1, 1_000_000);
        _comers = new(settings.Customers, settings.Skew);
        _customers = new int[talks];
        _left = new byte[talks];
        _open = new int[settings.Customers];
        _talks = new ushort[settings.Customers];
        _openedAt = new long[settings.Customers];
        _unattended = new byte[settings.Customers];
        _unattendedNext = new byte[settings.Customers];
    }

    /// <summary>Whose turn it is, and what happens to the conversation.</summary>
    /// <param name="time">In microseconds since 1970.</param>
    public Turn Next(ref Dice dice, long time, out int customer)
    {
        var talk = dice.Next(_customers.Length);
        if (_left[talk] == 0)
        {
            customer = _customers[talk] = _comers.Next(ref dice);
            _left[talk] = (byte)(EventsMin - 1 + dice.Next(2 * (EventsMean - EventsMin) + 1));
            if (_talks[customer]++ > 0)
            {
                return Turn.Touch;
            }

            (_open[customer], _openedAt[customer]) = (++_opened, time);
            return Turn.Open;
        }

        customer = _customers[talk];
        return --_left[talk] == 0 && --_talks[customer] == 0 ? Turn.Close : Turn.Touch;
    }

    /// <summary>The one that is open, or that is being closed.</summary>
    public int Of(int customer) => _open[customer];

    public long OpenedAt(int customer) => _openedAt[customer];

    /// <summary>From now on the customer's touches are unattended until one of them is too many.</summary>
    public void LeaveAlone(int customer) => _unattendedNext[customer] = (byte)Math.Max(1, BenchAgreement.UnattendedMax + 1 - _unattended[customer]);

    /// <summary>Whether this touch is.</summary>
    public bool IsUnattended(int customer)
    {
        if (_unattendedNext[customer] == 0)
        {
            return false;
        }

        _unattendedNext[customer]--;
        _unattended[customer] = (byte)Math.Min(BenchAgreement.UnattendedMax, _unattended[customer] + 1);
        return true;
    }
}

/// <summary>What a customer's next event is.</summary>
internal enum Turn
{
    Open,
    Touch,
    Close,
}
