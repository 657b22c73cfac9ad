using System.Globalization;
using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

internal static class DurationEnglish
{
    /// <summary><c>24 hours</c>, <c>30 days</c>, <c>1 year and 2 months</c>; one day is said as 24 hours, for that is what it means.</summary>
    public static string Of(Duration duration)
    {
        if (duration.IsZero)
        {
            return "no time at all";
        }

        if (duration.Months == 0 && duration.Time == TimeSpan.FromDays(1))
        {
            return "24 hours";
        }

        var parts = new List<string>();
        Add(parts, duration.Months / 12, "year");
        Add(parts, duration.Months % 12, "month");
        Add(parts, duration.Time.Days, "day");
        Add(parts, duration.Time.Hours, "hour");
        Add(parts, duration.Time.Minutes, "minute");
        var seconds = (decimal)(duration.Time.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        if (seconds != 0)
        {
            parts.Add(seconds.ToString("0.#######", CultureInfo.InvariantCulture) + (seconds == 1 ? " second" : " seconds"));
        }

        return Phrases.Both(parts);
    }

    public static string Of(TimeSpan time) => Of(Duration.Of(time));

    private static void Add(List<string> parts, int value, string unit)
    {
        if (value != 0)
        {
            parts.Add(Phrases.Counted(value, unit));
        }
    }
}
