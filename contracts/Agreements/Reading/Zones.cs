using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>The names of the tz database, and what other names of zones meant.</summary>
internal static partial class Zones
{
    public static readonly FrozenSet<string> Known = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    /// <summary>Names as people write them, without case, blanks and signs.</summary>
    private static readonly FrozenDictionary<string, string> ByPlainName = Known.Order(StringComparer.Ordinal).DistinctBy(PlainName).ToFrozenDictionary(PlainName, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ByCity = Known.Where(zone => zone.Contains('/', StringComparison.Ordinal) && !zone.StartsWith("Etc/", StringComparison.Ordinal))
        .OrderBy(zone => Source.CanonicalIdMap[zone] != zone).ThenBy(zone => zone, StringComparer.Ordinal)
        .DistinctBy(CityOf).ToFrozenDictionary(CityOf, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ByWindowsName = Source.WindowsMapping.PrimaryMapping
        .ToFrozenDictionary(entry => PlainName(entry.Key), entry => entry.Value, StringComparer.Ordinal);

    // Only countries with one zone: of the others the country does not say which.
    private static readonly FrozenDictionary<string, string> ByCountry = Source.ZoneLocations!.GroupBy(location => location.CountryCode).Where(zones => zones.Count() == 1)
        .SelectMany(zones => new[] { (Name: PlainName(zones.First().CountryName), zones.First().ZoneId), (Name: PlainName(zones.Key), zones.First().ZoneId) })
        .DistinctBy(entry => entry.Name).ToFrozenDictionary(entry => entry.Name, entry => entry.ZoneId, StringComparer.Ordinal);

    [GeneratedRegex(@"^(?:GMT|UTC|Z|(?<etc>Etc/(?:GMT|UTC)))?\s*(?<sign>[+\-\u2212\u2013])\s*(?<h>[0-9]{1,2})(:?(?<m>[0-9]{2}))?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Offset { get; }

    public static bool IsEtc(string name) => name.Trim().StartsWith("Etc/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The zone of this name, or the one that was meant; null where there is none.</summary>
    public static string? Find(string name) => Known.Contains(name) ? name : Meant(name);

    /// <summary>The zone that was meant; null where that cannot be told.</summary>
    public static string? Meant(string name)
    {
        if (name.Length is 0 or > 64)
        {
            return null;
        }

        if (Offset.Match(name.Trim()) is { Success: true } offset)
        {
            return OfOffset(offset);
        }

        var plain = PlainName(name);
        return ZoneNames.IsAmbiguous(plain) ? null : ZoneNames.Find(plain) ?? ByPlainName.GetValueOrDefault(plain) ?? ByWindowsName.GetValueOrDefault(plain)
            ?? (name.Contains('/', StringComparison.Ordinal) ? InRegion(name) : ByCity.GetValueOrDefault(plain) ?? ByCountry.GetValueOrDefault(plain));
    }

    /// <summary>What a name of a fixed offset, which knows no summer, was probably meant to be; null where the name is a place's, or UTC's own.</summary>
    public static (string Offset, string? Instead)? FixedOffset(string zone)
    {
        if (zone is "EST" or "MST" or "HST" or "GMT" or "Greenwich" || Offset.IsMatch(zone.Replace("GMT0", "GMT+0", StringComparison.Ordinal)))
        {
            var hours = DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromUtc(2026, 1, 1, 0, 0)).Seconds / 3600;
            var instead = zone switch
            {
                "EST" => "America/New_York",
                "MST" => "America/Denver",
                "HST" => "Pacific/Honolulu",
                "GMT" or "Greenwich" => "Europe/London",
                _ => ZoneNames.OfSummer(hours),
            };
            return (hours == 0 ? "UTC" : $"{Math.Abs(hours)} hours {(hours < 0 ? "behind" : "ahead of")} UTC", instead);
        }

        return null;
    }

    // In these names the sign is the other way round: Etc/GMT-2 is two hours ahead of UTC.
    private static string? OfOffset(Match offset)
    {
        var (hours, minutes) = (int.Parse(offset.Groups["h"].Value, CultureInfo.InvariantCulture), offset.Groups["m"] is { Success: true, Value: var m } ? int.Parse(m, CultureInfo.InvariantCulture) : 0);
        var isAhead = offset.Groups["sign"].Value == "+";
        if (hours == 0 && minutes == 0)
        {
            return "UTC";
        }

        // Who writes Etc/GMT+05 knows its sign; Etc/UTC+5 is no name of either kind.
        if (offset.Groups["etc"] is { Success: true, Value: var etc })
        {
            var known = $"Etc/GMT{(isAhead ? '+' : '-')}{hours.ToString(CultureInfo.InvariantCulture)}";
            return etc.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) || minutes != 0 || !Known.Contains(known) ? null : known;
        }

        var name = $"Etc/GMT{(isAhead ? '-' : '+')}{hours.ToString(CultureInfo.InvariantCulture)}";
        return minutes == 0 ? (Known.Contains(name) ? name : null) : ZoneNames.OfOffset($"{(isAhead ? '+' : '-')}{hours:00}:{minutes:00}");
    }

    /// <summary>`America/NewYork`, `europe/berlin`, `US/New York`, `Europe/Pariss`: the city decides, and one letter may be wrong.</summary>
    private static string? InRegion(string name)
    {
        var city = PlainName(name[(name.LastIndexOf('/') + 1)..]);
        return ByCity.GetValueOrDefault(city) ?? ZoneNames.Find(city)
            ?? (city.Length < 3 ? null : Nearest.To(name, Known.Order(StringComparer.Ordinal), distanceMax: 1));
    }

    private static string CityOf(string zone) => PlainName(zone[(zone.LastIndexOf('/') + 1)..]);

    private static string PlainName(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is not (' ' or '_' or '-' or '.' or '\'' or '(' or ')'))
            {
                plain.Append(char.ToLowerInvariant(ZoneNames.WithoutAccent(letter)));
            }
        }

        return plain.ToString();
    }
}
