namespace Covenant.Contracts.Events;

/// <summary>Reads the times of a stream. Most lie in the same minute as the one before, in UTC: then the seconds alone are read.</summary>
internal struct MinuteReader()
{
    // `2026-11-23T12:00:`
    private const int MinuteLength = 17;
    private const int FractionDigitsMax = 7;

    private readonly byte[] _minute = new byte[MinuteLength];
    private long _ticks;

    /// <inheritdoc cref="EventTime.TryParse(ReadOnlySpan{byte}, out EventTime)"/>
    public bool TryParse(ReadOnlySpan<byte> text, out EventTime time)
    {
        if (text.StartsWith(_minute) && TrySeconds(text[MinuteLength..], out var ticks))
        {
            time = new EventTime(_ticks + ticks);
            return true;
        }

        if (!Rfc3339.TryParse(text, out time))
        {
            return false;
        }

        // Not a leap second's minute, which is the next one.
        if (text[^1] == 'Z' && text[MinuteLength] < '6' && time.Ticks >= 0)
        {
            text[..MinuteLength].CopyTo(_minute);
            _ticks = time.Ticks - time.Ticks % TimeSpan.TicksPerMinute;
        }

        return true;
    }

    // `07Z` to `07.1234567Z`
    private static bool TrySeconds(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 3 || text[^1] != 'Z' || text[0] is < (byte)'0' or > (byte)'5' || text[1] is < (byte)'0' or > (byte)'9')
        {
            return false;
        }

        ticks = ((text[0] - '0') * 10 + text[1] - '0') * TimeSpan.TicksPerSecond;
        if (text.Length == 3)
        {
            return true;
        }

        var fraction = text[3..^1];
        if (text[2] != '.' || fraction.Length is 0 or > FractionDigitsMax)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in fraction)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            ticks += (digit - '0') * (unit /= 10);
        }

        return true;
    }
}
