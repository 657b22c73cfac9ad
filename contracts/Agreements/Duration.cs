using System.Globalization;
using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Agreements;

/// <summary>An ISO 8601 duration. Days are 24 hours; months and years are calendar steps in UTC, clamped to the month's end.</summary>
/// <param name="Months">0 to 1200; a year is twelve.</param>
/// <param name="Time">0 to 36525 days, added after the months.</param>
public readonly record struct Duration(int Months, TimeSpan Time)
{
    public const int MonthsMax = 1200;

    public static readonly TimeSpan TimeMax = TimeSpan.FromDays(36525);

    public static readonly Duration Zero = new(0, TimeSpan.Zero);

    public bool IsZero => Months == 0 && Time == TimeSpan.Zero;

    public static Duration Of(TimeSpan time) => new(0, time);

    /// <summary>Reads <c>P1Y2M10DT2H30M</c>, <c>P4W</c>, <c>PT24H</c>, <c>PT0.5S</c>; false for anything else, a negative or an empty duration included.</summary>
    public static bool TryParse(string text, out Duration duration) => Iso8601.TryParse(text, out duration);

    public static Duration Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"`{text}` is not an ISO 8601 duration such as `PT24H`");

    /// <summary>The time this long after, <paramref name="times"/> over; stops at <see cref="EventTime.Max"/>.</summary>
    public EventTime After(EventTime time, int times = 1) => Step(time, times);

    /// <summary>The time this long before; may lie before 1970.</summary>
    public EventTime Before(EventTime time) => Step(time, -1);

    /// <summary>The earliest time that lies this long before the given time or any later one.</summary>
    /// <remarks>Not always <see cref="Before"/> of the given time: a month before 29 March 10:00 is 28 February 10:00 (of a common year), and a month before
    /// 30 March 00:00 is 28 February 00:00. What lies after this time can still be asked for; what lies before it cannot.</remarks>
    public EventTime Reach(EventTime time)
    {
        var reach = Before(time);
        if (Months != 0 && time.Ticks <= EventTime.MaxTicks - 3 * TimeSpan.TicksPerDay)
        {
            // At most three days share a clamped one with the day before them.
            var midnight = time.Ticks - (time.Ticks % TimeSpan.TicksPerDay + TimeSpan.TicksPerDay) % TimeSpan.TicksPerDay;
            for (var day = 1; day <= 3; day++)
            {
                var later = Before(new EventTime(midnight + day * TimeSpan.TicksPerDay));
                reach = later < reach ? later : reach;
            }
        }

        return reach;
    }

    private EventTime Step(EventTime time, int times)
    {
        if (Months == 0 && times == -1)
        {
            return new EventTime(Math.Max(time.Ticks - Time.Ticks, -DateTime.UnixEpoch.Ticks));
        }

        var ticks = (Int128)time.Ticks;
        if (Months != 0)
        {
            var start = time.ToDateTimeOffset();
            var month = (long)start.Year * 12 + start.Month - 1 + (long)Months * times;
            if (month is < 12 or >= 120_000)
            {
                return month < 12 ? new EventTime(-DateTime.UnixEpoch.Ticks) : EventTime.Max;
            }

            ticks = start.AddMonths(Months * times).UtcTicks - DateTime.UnixEpoch.Ticks;
        }

        ticks += (Int128)Time.Ticks * times;
        return new EventTime((long)Int128.Clamp(ticks, -DateTime.UnixEpoch.Ticks, EventTime.MaxTicks));
    }

    /// <summary>ISO 8601, the same text for the same duration: <c>P1M</c>, <c>P30D</c>; <c>P1D</c> becomes <c>PT24H</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("P");
        Append(text, Months / 12, 'Y');
        Append(text, Months % 12, 'M');
        var days = Time == TimeSpan.FromDays(1) ? 0 : Time.Days;
        Append(text, days, 'D');
        if (Time != TimeSpan.FromDays(days))
        {
            text.Append('T');
            Append(text, Time.Hours + 24 * (Time.Days - days), 'H');
            Append(text, Time.Minutes, 'M');
            var seconds = (decimal)(Time.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
            if (seconds != 0)
            {
                text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('S');
            }
        }

        return text.Length == 1 ? "PT0S" : text.ToString();
    }

    private static void Append(StringBuilder text, int value, char unit)
    {
        if (value != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{value}{unit}");
        }
    }
}
