using System.Collections.Frozen;
using NodaTime;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>The names of the tz database.</summary>
internal static class Zones
{
    public static readonly FrozenSet<string> Known = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The zone that was probably meant; a city alone is enough.</summary>
    public static string? NearestTo(string name)
    {
        var city = name[(name.LastIndexOf('/') + 1)..].Replace(' ', '_');
        return city.Length == 0 ? null
            : Known.FirstOrDefault(zone => zone.EndsWith("/" + city, StringComparison.OrdinalIgnoreCase))
            ?? Nearest.To(name, Known.Order(StringComparer.Ordinal));
    }
}
