using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using NodaTime;
using NodaTime.TimeZones;

namespace Covenant.LoadTests.Oracle;

/// <summary>The fixed or calendar window that a time lies in: start included, end not.</summary>
internal readonly record struct AlignedWindow(EventTime Start, EventTime End)
{
    // Where the clocks skip midnight the day begins when they have; where they repeat it, the first time.
    private static readonly ZoneLocalMappingResolver Midnight = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    public static AlignedWindow? Of(Window window, EventTime time) => window switch
    {
        Window.Fixed fix => new(new(time.Ticks / fix.Length.Ticks * fix.Length.Ticks), new((time.Ticks / fix.Length.Ticks + 1) * fix.Length.Ticks)),
        Window.Calendar calendar => Of(calendar.Unit, DateTimeZoneProviders.Tzdb[calendar.Zone], time),
        _ => null,
    };

    private static AlignedWindow Of(CalendarUnit unit, DateTimeZone zone, EventTime time)
    {
        var day = Instant.FromUnixTimeTicks(time.Ticks).InZone(zone).Date;
        var first = unit switch
        {
            CalendarUnit.Day => day,
            CalendarUnit.Week => day.PlusDays(1 - (int)day.DayOfWeek),
            _ => day.PlusDays(1 - day.Day),
        };
        var window = new AlignedWindow(StartOf(first, zone), StartOf(Next(unit, first), zone));

        // Clocks that go back across midnight show the old date again, in the new day's window.
        return time < window.End ? window : new(window.End, StartOf(Next(unit, Next(unit, first)), zone));
    }

    private static LocalDate Next(CalendarUnit unit, LocalDate first) => unit switch
    {
        CalendarUnit.Day => first.PlusDays(1),
        CalendarUnit.Week => first.PlusWeeks(1),
        _ => first.PlusMonths(1),
    };

    private static EventTime StartOf(LocalDate day, DateTimeZone zone) => new(zone.ResolveLocal(day.AtMidnight(), Midnight).ToInstant().ToUnixTimeTicks());
}
