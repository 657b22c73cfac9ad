using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;

namespace Covenant.LoadTests.Oracle;

/// <summary>All events that one limit's definition ever counted, of one customer or of the whole institution.</summary>
internal sealed class LimitMemory(LimitClause definition, TimeSpan tolerance)
{
    private readonly Dictionary<string, List<Seen>> _counted = [];
    private EventTime? _newest;

    /// <summary>Measures the window that ends with this event, or holds it, and remembers it.</summary>
    /// <param name="customerNewest">The customer's newest time before this event; not asked where the limit spans customers.</param>
    public Measurement Count(Seen e, EventTime? customerNewest)
    {
        var newest = definition.Per.AcrossCustomers ? _newest : customerNewest;
        EventTime? horizon = newest is { } time ? new(time.Ticks - tolerance.Ticks) : null;
        _newest = _newest > e.Time ? _newest : e.Time;

        var scope = FieldValues.ScopeKey(e.Event, definition.Per.Fields);
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
    public static bool TakesPart(LimitClause limit, DataUseEvent e) => limit.Measure is not Measure.Distinct distinct || FieldValues.Of(e, distinct.Field).Count > 0;

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

    private static (long, List<Seen>) ValuesOf(List<Seen> ordered, Field field)
    {
        var latest = new Dictionary<string, Seen>();
        foreach (var x in ordered)
        {
            foreach (var value in FieldValues.Of(x.Event, field))
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
