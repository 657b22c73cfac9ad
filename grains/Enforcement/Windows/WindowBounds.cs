using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using NodaTime;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>An aligned window: start included, end not.</summary>
internal readonly record struct Interval(long Start, long End)
{
    public static readonly Interval Ever = new(long.MinValue, long.MaxValue);

    public bool Contains(long time) => time >= Start && time < End;
}

/// <summary>Where the aligned window of a time begins and ends.</summary>
internal abstract class WindowBounds
{
    private WindowBounds()
    {
    }

    public abstract Interval Of(long time);

    /// <summary>Null for a sliding window, which is not aligned.</summary>
    public static WindowBounds? Compile(Window window) => window switch
    {
        Window.Fixed fixedWindow => new Multiples(fixedWindow.Length.Ticks),
        Window.Calendar calendar => new Calendar(calendar.Unit, calendar.Zone),
        Window.Total => new Total(),
        _ => null,
    };

    private sealed class Total : WindowBounds
    {
        public override Interval Of(long time) => Interval.Ever;
    }

    private sealed class Multiples(long length) : WindowBounds
    {
        public override Interval Of(long time)
        {
            var start = time - time % length;
            return new Interval(start, start + length);
        }
    }

    private sealed class Calendar(CalendarUnit unit, string zone) : WindowBounds
    {
        // What begins here ends with the time that there is.
        private static readonly LocalDate LastMonth = new(9999, 12, 1);

        private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[zone];

        // Most questions are about the window of the question before. A stale value costs a calculation, never an answer.
        private sealed record Cached(Interval Window);

        private Cached _last = new(default(Interval));

        public override Interval Of(long time)
        {
            var last = Volatile.Read(ref _last);
            if (!last.Window.Contains(time))
            {
                last = new Cached(Find(time));
                Volatile.Write(ref _last, last);
            }

            return last.Window;
        }

        private Interval Find(long time)
        {
            var date = Instant.FromUnixTimeTicks(time).InZone(_zone).Date;
            var first = unit switch
            {
                CalendarUnit.Day => date,
                CalendarUnit.Week => date.PlusDays(1 - (int)date.DayOfWeek),
                _ => new LocalDate(date.Year, date.Month, 1),
            };
            if (first >= LastMonth)
            {
                return new Interval(Midnight(first), EventTime.MaxTicks + 1);
            }

            var next = unit switch
            {
                CalendarUnit.Day => first.PlusDays(1),
                CalendarUnit.Week => first.PlusDays(7),
                _ => first.PlusMonths(1),
            };
            return new Interval(Midnight(first), Midnight(next));
        }

        // Where the clocks skip midnight, the day begins at the first moment that it has.
        private long Midnight(LocalDate date) => _zone.AtStartOfDay(date).ToInstant().ToUnixTimeTicks();
    }
}
