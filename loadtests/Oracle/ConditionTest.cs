using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle.Reading;
using NodaTime;

namespace Covenant.LoadTests.Oracle;

/// <summary>Whether a condition holds at an event, found by looking through all the customer's events before it.</summary>
/// <param name="before">The customer's earlier events in log order, without duplicates.</param>
/// <param name="horizon">Before it, only what a condition remembers counts; null where there are no earlier events.</param>
internal sealed class ConditionTest(InstitutionOracle institution, IReadOnlyList<Seen> before, EventTime? horizon, OracleEvent e)
{
    /// <summary>Selector, <c>while</c> and <c>unless</c> together.</summary>
    public bool Takes(Selector selector, Clause clause) =>
        institution.Selectors.Takes(selector, e) && Holds(clause);

    /// <summary><c>while</c> and <c>unless</c> together.</summary>
    public bool Holds(Clause clause) => (clause.While is null || Holds(clause.While)) && (clause.Unless is null || !Holds(clause.Unless));

    private bool Holds(Condition condition) => condition switch
    {
        Condition.Once once => HoldsOnce(once),
        Condition.Since since => HoldsSince(since),
        Condition.All all => all.Of.All(Holds),
        Condition.Any any => any.Of.Any(Holds),
        Condition.Not not => !Holds(not.Of),
        Condition.During during => HoldsDuring(during),
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    private bool HoldsOnce(Condition.Once once)
    {
        if (institution.Values.MatchKey(e, once.Match) is not { } key)
        {
            return false;
        }

        var marks = before.Where(x => institution.Selectors.Takes(once.What, x.Event) && institution.Values.MatchKey(x.Event, once.Match) == key);
        return once.Within is { } within
            ? Remembered(marks).Any(x => x.Time <= e.Time && x.Time >= within.Before(e.Time))
            : marks.Any(x => x.Time <= e.Time);
    }

    // Everything after the horizon, and the last eight before.
    private List<Seen> Remembered(IEnumerable<Seen> marks)
    {
        var inTime = marks.OrderBy(x => x.TimeThenLog).ToList();
        return [.. inTime.Where(x => x.Time <= horizon!.Value).TakeLast(8), .. inTime.Where(x => x.Time > horizon!.Value)];
    }

    private bool HoldsSince(Condition.Since since)
    {
        if (institution.Values.MatchKey(e, since.Match) is not { } key)
        {
            return false;
        }

        if (institution.Selectors.Takes(since.Start, e))
        {
            return true;
        }

        var turns = before
            .Where(x => institution.Selectors.Takes(since.Start, x.Event) || institution.Selectors.Takes(since.End, x.Event))
            .Where(x => institution.Values.MatchKey(x.Event, since.Match) == key);
        return Remembered(turns).LastOrDefault(x => x.Time <= e.Time) is { } last && institution.Selectors.Takes(since.Start, last.Event);
    }

    private bool HoldsDuring(Condition.During during)
    {
        var local = Instant.FromUnixTimeTicks(e.Time.Ticks).InZone(DateTimeZoneProviders.Tzdb[during.Zone]).LocalDateTime;
        return (during.From is not { } from || from <= e.Time)
            && (during.To is not { } to || e.Time < to)
            && (during.Days.IsEmpty || during.Days.Contains((DayOfWeek)((int)local.DayOfWeek % 7)))
            && (during.Hours is not { } hours || IsIn(hours, local.TimeOfDay));
    }

    private static bool IsIn(DailyHours hours, LocalTime time)
    {
        bool started = time.TickOfDay >= hours.FromMinute * NodaConstants.TicksPerMinute, over = time.TickOfDay >= hours.ToMinute * NodaConstants.TicksPerMinute;
        return hours.FromMinute < hours.ToMinute ? started && !over : started || !over;
    }
}
