using System.Text;

namespace Covenant.Contracts.Events;

/// <summary>What a producer sent, fit to stand in a one-line message: short, and without what would break the line or the quotes.</summary>
internal static class Excerpt
{
    private const int CharsMax = 48;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var head = utf8[..Math.Min(utf8.Length, CharsMax * 4)];
        return Of(Encoding.UTF8.GetString(head));
    }

    public static string Of(string text)
    {
        var line = new StringBuilder(CharsMax);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= CharsMax)
            {
                return line.Append("...").ToString();
            }

            line.Append(rune.Value == '`' ? "'" : Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? "?" : rune.ToString());
        }

        return line.ToString();
    }
}
