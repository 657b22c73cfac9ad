using System.Runtime.InteropServices;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Judges one log in order, in process: every customer's and every institution's state, and the log's clock.</summary>
public sealed class StreamJudge(AgreementBook book)
{
    private const int StaleDuesMin = 1024;

    private readonly Dictionary<string, Judged> _institutions = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(string Institution, string Customer), long> _dues = new();
    private readonly Dictionary<(string Institution, string Customer), EventTime> _nextDue = [];
    private readonly Verdicts _verdicts = new();
    private readonly List<(Judged Institution, CustomerState State)> _next = [];

    // Kept, so that the reads are not left out as useless.
    private long _fetched;

    /// <summary>The greatest admitted time so far.</summary>
    public EventTime Clock { get; private set; }

    /// <summary>Why judging a draft failed, the last time that it did; null where it never did.</summary>
    public string? DraftFailure { get; private set; }

    /// <summary>Duplicates too.</summary>
    public long Touches { get; private set; }

    public long Duplicates { get; private set; }

    public long Late { get; private set; }

    /// <summary>Violations that <c>report: first</c> did not tell.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Obligations that are open and neither fulfilled nor due.</summary>
    public long PendingObligations => _nextDue.Keys.Sum(key => (long)CustomerOf(key).PendingObligations);

    /// <summary>Judges the next event of the log; its institution must have a document in the book.</summary>
    /// <param name="admitted">The time by which the event moves clocks.</param>
    /// <param name="output">Gets the violations in the order in which they are decided, those of shadow clauses too.</param>
    /// <returns>False for a duplicate.</returns>
    public bool Judge(DataUseEvent e, EventTime admitted, StreamPosition position, List<Violation> output)
    {
        var (institution, customer) = Remembered(e);
        return Judge(e, admitted, position, institution, customer, output);
    }

    /// <summary>The same for the log's next events, and quicker: what is remembered of their customers is fetched from main memory at once.</summary>
    /// <param name="events">A few hundred at most, or what was fetched first is out of the processor's cache when its turn comes.</param>
    public void Judge(ReadOnlySpan<(DataUseEvent Event, EventTime Admitted, StreamPosition Position)> events, List<Violation> output)
    {
        _next.Clear();
        foreach (var (e, _, _) in events)
        {
            _next.Add(Remembered(e));
        }

        foreach (var (_, customer) in _next)
        {
            _fetched += customer.Prefetch();
        }

        for (var i = 0; i < events.Length; i++)
        {
            Judge(events[i].Event, events[i].Admitted, events[i].Position, _next[i].Institution, _next[i].State, output);
        }
    }

    private bool Judge(DataUseEvent e, EventTime admitted, StreamPosition position, Judged institution, CustomerState customer, List<Violation> output)
    {
        Touches += institution.Policy.IsTouch(e) ? 1 : 0;
        if (admitted > Clock)
        {
            Clock = admitted;
            DecideOverdue(output);
        }

        var isNew = customer.Apply(institution.Policy, e, position, admitted, Clock, _verdicts);
        if (customer.NextDue is not null || _nextDue.Count > 0)
        {
            Note((e.Institution, e.Customer), institution.Policy, customer);
        }

        foreach (var contribution in _verdicts.Contributions)
        {
            institution.State.Apply(institution.Policy, contribution, _verdicts);
        }

        Take(output);
        return isNew;
    }

    private (Judged Institution, CustomerState State) Remembered(DataUseEvent e)
    {
        var institution = Institution(e.Institution);
        ref var customer = ref CollectionsMarshal.GetValueRefOrAddDefault(institution.Customers, e.Customer, out _);
        return (institution, customer ??= new CustomerState());
    }

    /// <summary>Moves the clock on at the end of the log: decides every obligation that was due before the time.</summary>
    public void Until(EventTime time, List<Violation> output)
    {
        foreach (var (key, _) in _nextDue.Where(noted => noted.Value < time).ToList())
        {
            Decide(key, Institution(key.Institution).Policy, time);
        }

        TakeInOrder(output);
    }

    // INVARIANT (dues): an entry of the queue counts only where _nextDue still names its time.
    private void DecideOverdue(List<Violation> output)
    {
        while (_dues.TryPeek(out var key, out var decidedAfter) && decidedAfter < Clock.Ticks)
        {
            _dues.Dequeue();
            var policy = Institution(key.Institution).Policy;
            if (_nextDue.TryGetValue(key, out var due) && due.Ticks + policy.Tolerance == decidedAfter)
            {
                Decide(key, policy, new EventTime(Clock.Ticks - policy.Tolerance));
            }
        }

        if (!_verdicts.IsNothing)
        {
            TakeInOrder(output);
        }
    }

    private void Decide((string Institution, string Customer) key, Policy policy, EventTime before)
    {
        _nextDue.Remove(key);
        var customer = CustomerOf(key);
        customer.DecideBefore(policy, before, _verdicts);
        Note(key, policy, customer);
    }

    private void TakeInOrder(List<Violation> output)
    {
        output.AddRange(_verdicts.Violations.OrderBy(violation => violation.Time).ThenBy(violation => violation.Position.Offset));
        HeldBack += _verdicts.HeldBack;
        DraftFailure = _verdicts.DraftFailure ?? DraftFailure;
        _verdicts.Clear();
    }

    private void Note((string Institution, string Customer) key, Policy policy, CustomerState customer)
    {
        if (customer.NextDue is not { } due)
        {
            _nextDue.Remove(key);
        }
        else if (!_nextDue.TryGetValue(key, out var noted) || noted != due)
        {
            _nextDue[key] = due;
            _dues.Enqueue(key, due.Ticks + policy.Tolerance);
            if (_dues.Count > StaleDuesMin && _dues.Count > 2 * _nextDue.Count)
            {
                _dues.Clear();
                _dues.EnqueueRange(_nextDue.Select(noted => (noted.Key, noted.Value.Ticks + Institution(noted.Key.Institution).Policy.Tolerance)));
            }
        }
    }

    private CustomerState CustomerOf((string Institution, string Customer) key) => Institution(key.Institution).Customers[key.Customer];

    private Judged Institution(string name)
    {
        if (!_institutions.TryGetValue(name, out var known))
        {
            var policy = book.Find(name) ?? throw new ArgumentException($"no document of institution `{name}`", nameof(name));
            _institutions.Add(name, known = new Judged(policy));
        }

        return known;
    }

    private void Take(List<Violation> output)
    {
        if (_verdicts.IsNothing)
        {
            return;
        }

        output.AddRange(_verdicts.Violations);
        Duplicates += _verdicts.Duplicates;
        Late += _verdicts.Late;
        HeldBack += _verdicts.HeldBack;
        DraftFailure = _verdicts.DraftFailure ?? DraftFailure;
        _verdicts.Clear();
    }

    /// <summary>What one institution negotiated, and what is remembered for it.</summary>
    private sealed class Judged(Policy policy)
    {
        public Policy Policy => policy;

        public InstitutionState State { get; } = new();

        public Dictionary<string, CustomerState> Customers { get; } = new(StringComparer.Ordinal);
    }
}
