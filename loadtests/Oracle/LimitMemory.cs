using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>All events that one limit's definition ever counted, of one customer or of the whole institution.</summary>
internal sealed class LimitMemory(LimitClause definition, InstitutionOracle institution, RuleBook rules)
{
    private readonly Dictionary<string, List<Seen>> _counted = [];
    private EventTime? _newest;

    /// <summary>Measures the window that ends with this event, or holds it, and remembers it.</summary>
    /// <param name="customerNewest">The customer's newest admitted time before this event; not asked where the limit spans customers.</param>
    public Measurement Count(Seen e, EventTime? customerNewest)
    {
        var newest = definition.Per.AcrossCustomers ? _newest : customerNewest;
        EventTime? horizon = newest is { } time ? new(time.Ticks - institution.Tolerance.Ticks) : null;
        var counts = e.Admitted == e.Time || !definition.Per.AcrossCustomers || rules.Decides(SheetRule.NewestAcrossCustomersIsAdmitted, true) ? e.Admitted : e.Time;
        _newest = _newest > counts ? _newest : counts;

        var scope = institution.Values.ScopeKey(e.Event, definition.Per.Fields);
        var window = AlignedWindow.Of(definition.Window, e.Time);
        var key = window is { } aligned ? $"{scope}@{aligned.Start.Ticks}" : scope;
        if (!_counted.TryGetValue(key, out var counted))
        {
            _counted[key] = counted = [];
        }

        if (window?.End <= horizon)
        {
            return Find(e, [e], scope, null, window);
        }

        counted.Add(e);
        if (definition.Window is Window.Sliding { Length: var length })
        {
            var from = length.Before(e.Time);
            var inWindow = counted.Where(x => x == e || (from < x.Time && x.Time <= e.Time && (horizon is not { } h || Reach.Of(length, h) < x.Time)));
            return Find(e, inWindow, scope, "", new(from, e.Time));
        }

        return Find(e, counted, scope, key, window);
    }

    /// <summary>Whether the measure counts it: an event without the field that is told apart takes no part.</summary>
    public static bool TakesPart(LimitClause limit, OracleEvent e, FieldValues values) => limit.Measure is not Measure.Distinct distinct || values.Distinct(e, distinct.Field).Count > 0;

    private Measurement Find(Seen e, IEnumerable<Seen> events, string scope, string? row, AlignedWindow? window)
    {
        var ordered = events.OrderBy(x => x.TimeThenLog).ToList();
        var (value, proof) = definition.Measure switch
        {
            Measure.Count => (ordered.Count, ordered),
            Measure.SumOfRecords => ((long)decimal.Min(ordered.Sum(x => (decimal)(x.Event.Records ?? 0)), long.MaxValue), ordered),
            Measure.Distinct distinct => ValuesOf(ordered, distinct.Field),
            _ => throw new NotSupportedException(definition.Measure.GetType().Name),
        };
        return new(value, window?.Start, window?.End ?? e.Time, [.. proof.TakeLast(Violation.WitnessesMax).Select(x => x.Event.Id)], scope, row);
    }

    private (long, List<Seen>) ValuesOf(List<Seen> ordered, Field field)
    {
        var latest = new Dictionary<string, Seen>();
        foreach (var x in ordered)
        {
            foreach (var value in institution.Values.Distinct(x.Event, field))
            {
                latest[value] = x;
            }
        }

        return (latest.Count, [.. latest.Values.OrderBy(x => x.TimeThenLog).DistinctBy(x => (x.Event.Id, x.Time))]);
    }
}

/// <summary>What a limit finds at one event.</summary>
/// <param name="Row">Tells aligned windows apart; null where this one is forgotten already.</param>
internal sealed record Measurement(long Value, EventTime? From, EventTime To, IReadOnlyList<string> Witnesses, string Scope, string? Row);
