using System.Globalization;

namespace Covenant.LoadTests.Chaos;

/// <summary>A length of time as people type it: <c>90s</c>, <c>20m</c>, <c>1h</c>.</summary>
internal static class TimeText
{
    public static TimeSpan? TryParse(string text) =>
        text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                _ => null,
            }
            : null;
}
