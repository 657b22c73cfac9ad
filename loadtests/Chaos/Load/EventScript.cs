using System.Globalization;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>
/// The load, the same for the same seed: skewed customers, events out of order, late, doubled, unreadable, in the log's own time, which runs faster than the clock and
/// leaps at times so that deadlines fall due together.
/// </summary>
/// <param name="partitions">Of the events' topic.</param>
/// <param name="changeEvery">In the log's time, how often <see cref="Banks.Changing"/> changes its agreement.</param>
/// <param name="isClosed">Whether the end of the log passes all deadlines.</param>
public sealed class EventScript(int seed, int partitions, TimeSpan changeEvery, bool isClosed = true)
{
    /// <summary>Long past by any clock, so that no event is ahead of it.</summary>
    public static readonly EventTime Start = EventTime.Parse("2025-03-03T00:00:00Z");

    private const int CustomersPerBank = 48;

    private const int RecentMax = 64;

    // All of them are in one trace, and looking through it takes the square of its length.
    private const int AcrossCustomersMax = 1_500;

    private static readonly TimeSpan StepMax = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(20);

    // A producer that knows a new partition before the silos do, and a leap at once, would let a clock run past what waits there.
    private static readonly TimeSpan NoLeapAfter = TimeSpan.FromHours(2);

    // Longer than a leap, so that there is always time between the publication of a version and its first event.
    private static readonly TimeSpan KnownBefore = TimeSpan.FromHours(1);

    private readonly Random _random = new(seed);
    private readonly ActionScript _actions = new(new Random(seed ^ 0x5EED));
    private readonly Dictionary<string, ScriptedCustomer[]> _active = [];
    private readonly Queue<(ScriptedCustomer Customer, byte[] Value)> _recent = new();
    private readonly Queue<ScriptedRecord> _next = new();
    private EventTime _now = Start;
    private long _events;
    private int _customers;
    private int _acrossCustomers;
    private int _partitions = partitions;
    private EventTime _leapsFrom = Start;

    /// <summary>Of the gateway, until it is set again.</summary>
    public GatewaySkew Skew { get; set; }

    /// <summary>Whether the next record belongs to the one before it.</summary>
    public bool IsMidway => _next.Count > 0;

    /// <summary>How many changes of agreement are to be published by now.</summary>
    public int ChangesPublished { get; private set; }

    /// <summary>How many of them are to be known to every silo before the record that came last is sent.</summary>
    public int ChangesKnown { get; private set; }

    /// <summary>The first changes, oldest first.</summary>
    public IReadOnlyList<AgreementChange> Changes(int count) => [.. Enumerable.Range(1, count).Select(Change)];

    public ScriptedRecord Next()
    {
        if (_next.Count == 0)
        {
            Advance();
            Script();
        }

        return _next.Dequeue();
    }

    /// <summary>What ends the log: every customer leaves, and each partition's clock passes all deadlines where it is to.</summary>
    public IEnumerable<ScriptedRecord> Finish()
    {
        foreach (var customer in _active.Values.SelectMany(customers => customers).Where(customer => customer is { IsGone: false }))
        {
            Leave(customer);
        }

        _now = new(_now.Ticks + TimeSpan.TicksPerDay);
        for (var partition = 0; isClosed && partition < _partitions; partition++)
        {
            var closing = new ScriptedCustomer("alder", $"closing-{partition}", partition);
            Add(closing, new() { Operation = "ConversationOpened", Conversation = closing.Open() }, _now);
        }

        return _next;
    }

    /// <summary>
    /// One partition more: a share of the customers has all that follows there, beginning at once. Limits over all customers stay where they are, for which of two
    /// partitions comes first is not in the log.
    /// </summary>
    public void AddPartition()
    {
        var added = _partitions++;
        _leapsFrom = new(_now.Ticks + NoLeapAfter.Ticks);
        foreach (var customer in _active.Values.SelectMany(customers => customers).Where(customer => customer is { IsGone: false } && customer.Institution != Banks.AcrossCustomers))
        {
            if (_random.Next(_partitions) == 0)
            {
                customer.Partition = added;
                Add(customer, _actions.Next(customer), _now);
            }
        }
    }

    private AgreementChange Change(int number) => new(number + 1, new(Start.Ticks + number * changeEvery.Ticks));

    private int ChangesEffectiveAt(long ticks) => (int)((ticks - Start.Ticks) / changeEvery.Ticks);

    private void Advance()
    {
        var step = _random.Next(2_000) == 0 && _now >= _leapsFrom ? Leap.Ticks : _random.NextInt64(StepMax.Ticks);
        _now = new((_now.Ticks + step) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        ChangesPublished = ChangesEffectiveAt(_now.Ticks + KnownBefore.Ticks);
        ChangesKnown = ChangesEffectiveAt(_now.Ticks);
    }

    private void Script()
    {
        var chance = _random.Next(1_000);
        if (chance < 30 && _recent.Count > 0 && _recent.ElementAt(_random.Next(_recent.Count)) is { Customer.IsGone: false } again)
        {
            Enqueue(again.Customer, again.Value);
            return;
        }

        var customer = Pick();
        var line = _actions.Next(customer);
        if (chance is >= 30 and < 35)
        {
            Enqueue(customer, EventLine.Broken(line.Bytes("broken", _now, customer), chance - 30));
        }
        else if (chance == 35)
        {
            var stranger = new ScriptedCustomer(Banks.Unknown, customer.Name, customer.Partition);
            Enqueue(stranger, line.Bytes("strange", _now, stranger));
        }

        Add(customer, line, Happened());
        if (_random.Next(CustomersPerBank) == 0)
        {
            Leave(customer);
        }

        if (customer.Institution == Banks.AcrossCustomers && ++_acrossCustomers % AcrossCustomersMax == 0)
        {
            BeSilent();
        }
    }

    // What the bank's limits count across customers is over before its next customers come, so that its trace may begin anew.
    private void BeSilent()
    {
        var customers = _active[Banks.AcrossCustomers].Where(customer => customer is { IsGone: false }).ToList();
        customers.ForEach(customer => Leave(customer, customer == customers[^1] ? EventLine.LastOfBank : EventLine.LastOfCustomer));
        _now = new(_now.Ticks + 2 * Comparing.LogJudge.DecidedAfter.Ticks);
    }

    // One in twelve a little out of order, one in fifty later than the tolerance.
    private EventTime Happened() => _random.Next(100) switch
    {
        < 2 => new(_now.Ticks - _random.NextInt64(TimeSpan.TicksPerHour)),
        < 10 => new(_now.Ticks - _random.NextInt64(Banks.Tolerance.Ticks)),
        _ => _now,
    };

    // The few at the front of an institution's have most of its events.
    private ScriptedCustomer Pick()
    {
        var institution = Banks.Names[_random.Next(Banks.Names.Length)];
        if (!_active.TryGetValue(institution, out var customers))
        {
            _active.Add(institution, customers = new ScriptedCustomer[CustomersPerBank]);
        }

        var at = (int)(CustomersPerBank * Math.Pow(_random.NextDouble(), 2));
        return customers[at] = customers[at] is { IsGone: false } there ? there : Come(institution);
    }

    private ScriptedCustomer Come(string institution)
    {
        var number = ++_customers;
        var partition = institution == Banks.AcrossCustomers ? 0 : number % _partitions;
        return new(institution, $"c-{number.ToString(CultureInfo.InvariantCulture)}", partition) { IsBehindGateway = number % 3 == 0 };
    }

    // Nothing is left open that would be violated for ever.
    private void Leave(ScriptedCustomer customer, string last = EventLine.LastOfCustomer)
    {
        if (customer.Conversation is { } open)
        {
            customer.Close();
            Add(customer, new() { Operation = "ConversationClosed", Conversation = open }, _now);
        }

        Add(customer, new() { Operation = "Notified", Recipient = "r-0", LastOf = last }, _now);
        customer.IsGone = true;
    }

    private void Enqueue(ScriptedCustomer customer, byte[] value) =>
        _next.Enqueue(new(customer.Partition, customer.Key, value, new(_now.Ticks + (customer.IsBehindGateway ? Skew.Timestamps.Ticks : 0))));

    private void Add(ScriptedCustomer customer, EventLine line, EventTime time)
    {
        // The agreement that changes goes by events' own times, and no event may come to a version before every silo knows it.
        var own = customer.IsBehindGateway && customer.Institution != Banks.Changing ? Skew.Own : TimeSpan.Zero;
        var value = line.Bytes($"e-{(++_events).ToString(CultureInfo.InvariantCulture)}", new(time.Ticks + own.Ticks), customer);
        Enqueue(customer, value);
        _recent.Enqueue((customer, value));
        if (_recent.Count > RecentMax)
        {
            _recent.Dequeue();
        }
    }
}
