using System.Globalization;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Explanation;

/// <summary>What a clause would flag, told with made-up events.</summary>
internal static class ClauseExample
{
    private static readonly EventTime Start = EventTime.Parse("2026-03-02T12:00:00Z");

    public static string Of(Clause clause, Agreement agreement) => clause switch
    {
        PermitClause => Permit(agreement),
        ProhibitClause prohibit => $"{ExampleEvent.Of(prohibit.What, "event")} is flagged{Circumstances(clause)}.",
        LimitClause limit => Limit(limit),
        ObligeClause oblige => Oblige(oblige),
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };

    private static string Permit(Agreement agreement) =>
        ExampleEvent.ForeignPurpose(agreement.Clauses.OfType<PermitClause>()) is { } purpose
            ? $"a touch for `{purpose}`, alone or beside other purposes, is flagged as `not-permitted`, and so is one that states no purpose, unless another clause permits it."
            : "a touch that neither this clause nor another `permit` takes is flagged as `not-permitted`.";

    private static string Circumstances(Clause clause) => (clause.While, clause.Unless) switch
    {
        (null, null) => "",
        ({ } holds, null) => $" where {ConditionEnglish.Of(holds)}",
        (null, { } excepts) => $" where it is not so that {ConditionEnglish.Of(excepts)}",
        ({ } holds, { }) => $" where {ConditionEnglish.Of(holds)}, and what excepts from the clause does not hold",
    };

    private static string Limit(LimitClause limit)
    {
        var one = ExampleEvent.Of(limit.When, "event");
        var reached = limit.Window is Window.Total ? "" : " in the same window";
        return limit.Measure switch
        {
            Measure.SumOfRecords => $"where {Phrases.Number(limit.Max)} records are reached{reached}, {one} of 1 record more is flagged: {Phrases.Number(limit.Max + 1)} of at most {Phrases.Number(limit.Max)}.",
            Measure.Distinct distinct => $"where {(limit.Max == 1 ? "there is 1 value" : $"there are {Phrases.Number(limit.Max)} different values")} of `{distinct.Field}`{reached}, {one} with another one is flagged: "
                + $"{Phrases.Number(limit.Max + 1)} of at most {Phrases.Number(limit.Max)}.",
            _ when limit is { Window: Window.Sliding sliding, Max: >= 1 and <= 5 } => Sliding(one, limit.Max, sliding.Length),
            _ => $"where {Phrases.Counted(limit.Max, "event")} came{reached}, {one} is flagged: {Phrases.Number(limit.Max + 1)} of at most {Phrases.Number(limit.Max)}.",
        };
    }

    // The last one comes just inside of the window of the first.
    private static string Sliding(string one, long max, Duration length)
    {
        var end = length.After(Start);
        var step = (end.Ticks - Start.Ticks) / (max + 1);
        step -= step >= TimeSpan.TicksPerMinute ? step % TimeSpan.TicksPerMinute : 0;
        var times = Enumerable.Range(0, (int)max + 1).Select(i => new EventTime(Start.Ticks + (i * step))).ToList();
        return $"{one} at {Phrases.Both(times.Select(Short))}: the one at {Short(times[^1])} is flagged, {Phrases.Number(max + 1)} in {DurationEnglish.Of(length)}.";
    }

    private static string Oblige(ObligeClause oblige)
    {
        var trigger = ExampleEvent.Of(oblige.After, "event");
        var (due, what) = oblige.Deadline switch
        {
            Deadline.Every every => (every.Period.After(Start), "end of the period"),
            Deadline.Within within => (within.Time.After(Start), "deadline"),
            _ => throw new ArgumentOutOfRangeException(nameof(oblige)),
        };
        var bound = oblige.ForEach is { } forEach ? $" for one of the values of `{forEach.Bind}`" : "";
        return $"{trigger} at {Short(Start)}, and no {SelectorEnglish.Bare(oblige.Do)}{ConditionEnglish.Same(oblige.Match)}{bound} "
            + $"by {Short(due)}: flagged at {Short(due)}, the {what}.";
    }

    private static string Short(EventTime time) => time.ToDateTimeOffset().ToString(
        time.Ticks % TimeSpan.TicksPerMinute == 0 ? "d MMM HH:mm" : time.Ticks % TimeSpan.TicksPerSecond == 0 ? "d MMM HH:mm:ss" : "d MMM HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
