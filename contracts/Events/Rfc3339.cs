namespace Covenant.Contracts.Events;

/// <summary>Reads the one form of time that CloudEvents allows, from UTF-8, without a string between.</summary>
internal static class Rfc3339
{
    private const int DateAndTimeLength = 19;
    private const int LeapSecond = 60;

    public static bool TryParse(ReadOnlySpan<byte> text, out EventTime time)
    {
        time = default;
        if (text.Length is <= DateAndTimeLength or > EventTime.TextMax
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = Digits(text[..4]), month = Digits(text[5..7]), day = Digits(text[8..10]);
        int hour = Digits(text[11..13]), minute = Digits(text[14..16]), second = Digits(text[17..19]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > LeapSecond)
        {
            return false;
        }

        var rest = text[DateAndTimeLength..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks
            + second * TimeSpan.TicksPerSecond + fraction - offset;
        time = new EventTime(ticks);
        return ticks <= EventTime.MaxTicks && ticks >= -DateTime.UnixEpoch.Ticks && (second < LeapSecond || EndsMonth(ticks - fraction));
    }

    // A leap second ends a month, by UTC. Like every clock here it is the second after it over again.
    private static bool EndsMonth(long ticks) =>
        ticks >= 0 && new DateTime(ticks + DateTime.UnixEpoch.Ticks) is { Day: 1, TimeOfDay.Ticks: 0 };

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = 1;
        for (var unit = TimeSpan.TicksPerSecond / 10; digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9'; digits++, unit /= 10)
        {
            ticks += (rest[digits] - '0') * unit;
        }

        rest = rest[digits..];
        return digits > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.Length == 1)
        {
            return (rest[0] | 0x20) == 'z';
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':')
        {
            return false;
        }

        int hours = Digits(rest[1..3]), minutes = Digits(rest[4..6]);
        ticks = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (rest[0] == '-' ? -1 : 1);
        return hours is >= 0 and <= 23 && minutes is >= 0 and <= 59;
    }

    // -1000000 and below for anything that is no digit: out of every range asked for above.
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var digit in text)
        {
            value = digit is >= (byte)'0' and <= (byte)'9' ? value * 10 + digit - '0' : -1_000_000_000;
            if (value < 0)
            {
                return value;
            }
        }

        return value;
    }
}
