using System.Globalization;

namespace Covenant.LoadTests.Options;

/// <summary>A length of time as people type it: <c>50ms</c>, <c>90s</c>, <c>20m</c>, <c>1h</c>.</summary>
internal static class TimeText
{
    public static TimeSpan? TryParse(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal) ? Parse(text[..^2], 1)
        : text.EndsWith('s') ? Parse(text[..^1], 1_000)
        : text.EndsWith('m') ? Parse(text[..^1], 60_000)
        : text.EndsWith('h') ? Parse(text[..^1], 3_600_000)
        : null;

    private static TimeSpan? Parse(string count, int milliseconds) =>
        double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 2
            ? TimeSpan.FromMilliseconds(number * milliseconds)
            : null;
}
