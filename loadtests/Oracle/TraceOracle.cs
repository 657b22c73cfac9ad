using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.LoadTests.Oracle;

/// <summary>
/// Judges a log slowly and obviously: it keeps every event and answers by looking through them, word for word by the semantics sheet
/// (contracts/README.md). What it says is right; a faster program that says something else is wrong.
/// </summary>
/// <remarks>Of one partition. Time grows with the square of a customer's events.</remarks>
public sealed class TraceOracle
{
    private readonly Dictionary<string, InstitutionOracle> _institutions;
    private readonly Dictionary<InstitutionOracle, PriorityQueue<Obligation, (long Due, long Order)>> _open = [];
    private EventTime _clock = EventTime.Epoch;
    private long _opened;
    private long _events;
    private long _withoutDocument;
    private long _duplicates;
    private long _late;

    public TraceOracle(IEnumerable<Agreement> agreements) =>
        _institutions = agreements.GroupBy(agreement => agreement.Institution).ToDictionary(versions => versions.Key, versions => new InstitutionOracle(versions));

    public OracleCounts Counts => new(_events, _withoutDocument, _duplicates, _late, Pending());

    /// <summary>What the event violates and which deadlines its coming decides, in order.</summary>
    /// <param name="offset">Grows from call to call.</param>
    public IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset)
    {
        _events++;
        if (!_institutions.TryGetValue(e.Institution, out var institution))
        {
            _withoutDocument++;
            return [];
        }

        _clock = e.Time > _clock ? e.Time : _clock;
        var verdicts = new List<OracleVerdict>(DecideAllDue());
        var customer = institution.TraceOf(e.Customer);
        if (customer.IsDuplicate(e))
        {
            _duplicates++;
            return verdicts;
        }

        var seen = new Seen(e, offset, customer.IsLate(e));
        _late += seen.Late ? 1 : 0;
        EventTime? remembered = customer.Horizon is { } horizon ? new(horizon.Ticks - institution.Tolerance.Ticks) : null;
        var judgement = new EventJudgement(institution, customer, seen);
        verdicts.AddRange(judgement.Judge((tracked, bind) => Enqueue(new(_opened++, institution, customer, tracked, seen, bind, remembered))));
        verdicts.AddRange(DecideAllDue());
        verdicts.AddRange(judgement.AcrossCustomers);
        return verdicts;
    }

    /// <summary>Decides every obligation due before this time, as if the stream were known to be complete up to it.</summary>
    public IReadOnlyList<OracleVerdict> Until(EventTime time) => [.. Decide(_ => time.Ticks)];

    private IEnumerable<OracleVerdict> DecideAllDue() => Decide(institution => _clock.Ticks - institution.Tolerance.Ticks);

    private IEnumerable<OracleVerdict> Decide(Func<InstitutionOracle, long> watermark)
    {
        while (true)
        {
            var next = _open
                .Where(open => open.Value.TryPeek(out var first, out _) && first.Due.Ticks < watermark(open.Key))
                .Select(open => open.Value)
                .MinBy(queue => (queue.Peek().Due.Ticks, queue.Peek().Order));
            if (next is null)
            {
                yield break;
            }

            if (Decide(next.Dequeue()) is { } verdict)
            {
                yield return verdict;
            }
        }
    }

    private OracleVerdict? Decide(Obligation due)
    {
        if (due.IsEnded)
        {
            return null;
        }

        var time = due.Due;
        var key = $"{FieldValues.ScopeKey(due.Trigger.Event, due.Clause.Match)}\u001d{due.Bind}";
        var reports = due.Customer.Streaks.Reports(due.Tracked, key, "", due.Trigger.Time, null, !due.IsDischarged, out var suppressed);
        var verdict = reports ? Verdict(due, time, suppressed) : null;
        if (due.IsRepeating)
        {
            due.Period++;
            Enqueue(due);
        }

        return verdict;
    }

    private void Enqueue(Obligation obligation)
    {
        _open.TryAdd(obligation.Institution, new());
        _open[obligation.Institution].Enqueue(obligation, (obligation.Due.Ticks, obligation.Order));
    }

    private long Pending() => _open.Values
        .SelectMany(queue => queue.UnorderedItems)
        .Count(item => item.Element.IsRepeating ? !item.Element.IsEnded : !item.Element.IsDischarged);

    private static OracleVerdict Verdict(Obligation due, EventTime time, long? suppressed) => new()
    {
        Institution = due.Trigger.Event.Institution,
        Customer = due.Trigger.Event.Customer,
        Version = due.Tracked.Version.Version,
        Clause = due.Clause.Id,
        Form = ClauseForm.Oblige,
        Mode = due.Tracked.IsDraft ? ClauseMode.Shadow : due.Clause.Mode,
        EventId = due.Trigger.Event.Id,
        EventSource = due.Trigger.Event.Source,
        EventTime = due.Trigger.Time,
        Offset = due.Trigger.Offset,
        ViolationTime = time,
        Deadline = time,
        Bind = due.Bind,
        Period = due.IsRepeating ? due.Period : null,
        Late = due.Trigger.Late,
        Suppressed = suppressed,
        Witnesses = [due.Trigger.Event.Id],
    };
}
