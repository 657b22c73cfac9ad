using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>
/// Judges a log slowly and obviously: it keeps every event and answers by looking through them, word for word by the semantics sheet
/// (contracts/README.md). What it says is right; a faster program that says something else is wrong.
/// </summary>
/// <remarks>Of one partition. Time grows with the square of a customer's events.</remarks>
public sealed class TraceOracle
{
    private readonly Dictionary<string, InstitutionOracle> _institutions;
    private readonly RuleBook _rules;
    private readonly LogReader _log;
    private readonly Dictionary<InstitutionOracle, PriorityQueue<Obligation, (long Due, long Order)>> _open = [];
    private EventTime _clock = EventTime.Epoch;
    private long _opened;
    private long _events;
    private long _deadLetters;
    private long _duplicates;
    private long _late;

    /// <param name="clockSkewMax">How far an event moves clocks beyond its record's time; null = <see cref="RecordTimes.DefaultClockSkewMax"/>.</param>
    /// <param name="rules">Counts their hits; null = a book of its own.</param>
    public TraceOracle(IEnumerable<Agreement> agreements, TimeSpan? clockSkewMax = null, RuleBook? rules = null)
    {
        _rules = rules ?? new();
        _institutions = agreements.GroupBy(agreement => agreement.Institution).ToDictionary(versions => versions.Key, versions => new InstitutionOracle(versions, _rules));
        _log = new(clockSkewMax ?? RecordTimes.DefaultClockSkewMax, _institutions.ContainsKey, _rules);
    }

    public OracleCounts Counts => new(_events, _deadLetters, _duplicates, _late, Pending());

    /// <summary>Why the record that came last is a dead letter, by the code of the sheet; null where it is none.</summary>
    public string? DeadLetter { get; private set; }

    /// <summary>What the record's event violates and which deadlines its coming decides, in order.</summary>
    /// <param name="json">A CloudEvent in structured mode, or something else.</param>
    /// <param name="timestamp">That Kafka stored with the record; null where it has none.</param>
    /// <param name="offset">Grows from call to call.</param>
    public IReadOnlyList<OracleVerdict> Judge(ReadOnlySpan<byte> json, EventTime? timestamp, long offset)
    {
        var (e, deadLetter) = _log.Read(json, timestamp);
        DeadLetter = deadLetter;
        if (deadLetter is null)
        {
            return Judge(e!, offset);
        }

        _events++;
        _deadLetters++;
        if (e is null || _rules.Decides(SheetRule.UnknownInstitutionMovesNoClock, e.Admitted > _clock))
        {
            return [];
        }

        _clock = e.Admitted > _clock ? e.Admitted : _clock;
        return [.. DecideAllDue()];
    }

    /// <summary>The same of a line of a replay, whose <c>recordedtime</c> is its timestamp.</summary>
    public IReadOnlyList<OracleVerdict> JudgeLine(ReadOnlySpan<byte> json, long offset) => Judge(json, LogReader.RecordedTimeOf(json), offset);

    /// <summary>The same of an event that was read and admitted already, of an institution that has a document.</summary>
    public IReadOnlyList<OracleVerdict> Judge(OracleEvent e, long offset)
    {
        _events++;
        var institution = _institutions[e.Institution];
        var moves = e.Time > _clock && e.Admitted != e.Time && !_rules.Decides(SheetRule.ClockIsAdmitted, true) ? e.Time : e.Admitted;
        _clock = moves > _clock ? moves : _clock;
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
        var judgement = new EventJudgement(institution, customer, seen, _rules);
        verdicts.AddRange(judgement.Judge((tracked, bind) =>
        {
            var start = e.Admitted == e.Time || _rules.Decides(SheetRule.DeadlineByOwnTime, true) ? e.Time : e.Admitted;
            Enqueue(new(_opened++, institution, customer, tracked, seen, bind, start, remembered));
        }));
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
        var key = $"{due.Institution.Values.ScopeKey(due.Trigger.Event, due.Clause.Match)}\u001d{due.Bind}";
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
