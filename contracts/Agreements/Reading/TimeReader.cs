using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Covenant.Contracts.Events;
using NodaTime;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads points in time and time zones.</summary>
internal sealed partial class TimeReader(MistakeList mistakes)
{
    public const string Utc = "UTC";

    [GeneratedRegex(@"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]23:59(:59(\.9+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LastMoment { get; }

    /// <summary>An RFC 3339 time, or a date, which is the start of that day in the zone.</summary>
    public EventTime Read(Node node, string key, string zone = Utc)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (TryTime(written, out var time))
        {
            return time;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var day = DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(LocalDate.FromDateOnly(date));

            // East of Greenwich the first day of the year 1 begins before that year does.
            return new EventTime(Math.Clamp(day.ToInstant().ToUnixTimeTicks(), -DateTime.UnixEpoch.Ticks, EventTime.MaxTicks));
        }

        mistakes.Add(node, () => Suggest(written, zone) is { } suggested ? $"`{key}` needs a time such as {suggested}, not {node.Shown}"
            : $"`{key}` cannot be {node.Shown}: write a time, for example `2026-01-31T00:00:00Z`, or a date, for example `2026-01-31`");
        return EventTime.Epoch;
    }

    /// <summary>The end of a stretch of time, which is not in it any more.</summary>
    public EventTime ReadEnd(Node node, string key, string zone)
    {
        var end = Read(node, key, zone);
        if (node is ScalarNode { Written: var written } && LastMoment.Match(written) is { Success: true } match && TryDate(match.Groups["day"].Value, out var day))
        {
            mistakes.Warn(node, $"`{key}` is not included itself, so the day ends a moment too early: write `{key}: {day.AddDays(1):yyyy-MM-dd}`");
        }
        else if (node is ScalarNode { Written: var date } && TryDate(date, out var last) && last.Day == DateTime.DaysInMonth(last.Year, last.Month))
        {
            mistakes.Warn(node, $"`{key}: {date}` is the start of that day, which is not included any more: for the whole month write `{key}: {last.AddDays(1):yyyy-MM-dd}`");
        }

        return end;
    }

    /// <summary>A tz database name.</summary>
    public string ReadZone(Node node)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (Zones.Known.Contains(written))
        {
            WarnOfFixedOffset(node, written);
            return written;
        }

        mistakes.Add(node, () => Zones.Meant(written) is { } meant
            ? $"`zone` needs a name of the tz database such as `{meant}`{(meant.StartsWith("Etc/GMT", StringComparison.Ordinal) && !Zones.IsEtc(written) ? " (whose sign is the other way round)" : "")}, not {node.Shown}"
            : $"`zone` cannot be {node.Shown}: write a name of the tz database, for example `America/New_York` or `UTC`");
        return Utc;
    }

    private static string? Suggest(string written, string zone)
    {
        var meant = MeantTime.Of(written, zone).Where(guess => TryTime(guess, out _) || TryDate(guess, out _)).ToList();
        return meant.Count switch
        {
            2 => $"`{meant[0]}` or `{meant[1]}`, the year first and then the month",
            1 => $"`{meant[0]}`",
            _ => written.LastIndexOf(' ') is > 0 and var last && Zones.Find(written[(last + 1)..]) is { } named && MeantTime.Of(written[..last].Contains(':', StringComparison.Ordinal) ? written[..last] : written[..last] + " 00:00", named) is [var zoned] && TryTime(zoned, out _)
                ? $"`{zoned}`" : null,
        };
    }

    // An offset that never changes where clocks do, and the sign of Etc/GMT+5, surprise.
    private void WarnOfFixedOffset(Node node, string zone)
    {
        if (Zones.FixedOffset(zone) is var (offset, instead))
        {
            mistakes.Warn(node, $"`zone: {zone}` is {offset} the whole year, without summer time: {(instead is null ? "where a city's clocks are meant write the city's zone" : $"write a city's zone such as `{instead}` where its clocks are meant")}");
        }
    }

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year is >= 1970 and < 9999;

    private static bool TryTime(string text, out EventTime time)
    {
        time = default;
        return text.Length <= EventTime.TextMax && EventTime.TryParse(Encoding.UTF8.GetBytes(text), out time);
    }
}
