using System.Globalization;
using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Writes the digits of every script in those of ASCII, so that what they meant can be guessed.</summary>
internal static class AsciiDigits
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? ((char)('0' + (int)Rune.GetNumericValue(rune))).ToString() : rune.ToString());
        }

        return plain.ToString();
    }
}
