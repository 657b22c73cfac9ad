namespace Covenant.Contracts.Events;

/// <summary>Reads a JSON number that stands for a whole one, however it is written: <c>1000</c>, <c>1000.0</c>, <c>1e3</c>.</summary>
internal static class WholeNumber
{
    // More zeros than that, before or after, and the number is out of any range, or zero.
    private const int DigitsMax = 19;

    /// <param name="number">As JSON writes numbers.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        var negative = number[0] == '-';
        if (negative)
        {
            number = number[1..];
        }

        var e = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = e < 0 ? number : number[..e];
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..].TrimEnd((byte)'0');
        var isZero = whole.SequenceEqual("0"u8) && fraction.IsEmpty;
        if (isZero)
        {
            return true;
        }

        var exponent = e < 0 ? 0 : Exponent(number[(e + 1)..]);
        return !negative && TryScale(whole, fraction, exponent, out value);
    }

    private static bool TryScale(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, out long value)
    {
        value = 0;
        if (fraction.IsEmpty)
        {
            var significant = whole.TrimEnd((byte)'0');
            exponent += whole.Length - significant.Length;
            whole = significant;
        }

        exponent -= fraction.Length;
        if (exponent < 0 || exponent > DigitsMax)
        {
            return false;
        }

        for (var i = 0; i < whole.Length + fraction.Length; i++)
        {
            if (!TryAppend(ref value, (i < whole.Length ? whole[i] : fraction[i - whole.Length]) - '0'))
            {
                return false;
            }
        }

        for (; exponent > 0; exponent--)
        {
            if (!TryAppend(ref value, 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAppend(ref long value, int digit)
    {
        value = value * 10 + digit;
        return value <= EventLimits.RecordsMax;
    }

    // Clamped: JSON bounds the digits of an exponent by nothing.
    private static int Exponent(ReadOnlySpan<byte> text)
    {
        const int Far = 10_000_000;
        var negative = text[0] == '-';
        var value = 0;
        foreach (var digit in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
        {
            value = Math.Min(Far, value * 10 + digit - '0');
        }

        return negative ? -value : value;
    }
}
