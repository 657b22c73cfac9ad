using System.Globalization;
using System.Text;

namespace Covenant.Contracts.Showing;

/// <summary>Text that came from outside, fit to be shown on a terminal, in a log and on a page: what a reader would not see, or what would move what is around it, stands as its escape.</summary>
/// <remarks>
/// Shown as <c>\u202E</c> are: control characters (line ends too), format characters (bidirectional, of no width, soft hyphens, tags, byte order marks), marks and letters without
/// a shape (variation selectors, fillers), every space but the usual one, line and paragraph separators, private use, what Unicode does not assign, and half a surrogate pair.
/// A character beyond U+FFFF is two of them, <c>\uDB40\uDC41</c>: these are the escapes of JSON, so that shown JSON is still the same JSON. Everything else stays as it is:
/// letters of all scripts, accents, emoji (those that are joined of several come apart). Text that is shown already stays as it is, too.
/// </remarks>
public static class Shown
{
    /// <summary>On one line, whatever it holds; the same string where nothing in it is hidden.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = FirstHidden(text);
        if (first < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length + 32);
        for (var at = first; at < text.Length;)
        {
            var (length, isHidden) = At(text, at);
            foreach (var unit in text.AsSpan(at, length))
            {
                _ = isHidden ? shown.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture)) : shown.Append(unit);
            }

            at += length;
        }

        return shown.ToString();
    }

    /// <summary>The same for text of several lines that is to be one, such as an exception's: its line ends become blanks.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Text(text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' '));
    }

    /// <summary>Its first characters, and three dots where there are more.</summary>
    /// <param name="charsMax">Of what is not shown yet; an escape is longer than its character. No pair is cut in two.</param>
    public static string Beginning(string text, int charsMax)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= charsMax)
        {
            return Text(text);
        }

        var end = char.IsHighSurrogate(text[charsMax - 1]) && char.IsLowSurrogate(text[charsMax]) ? charsMax - 1 : charsMax;
        return Text(text[..end]) + "...";
    }

    /// <summary>Whether something in it would be shown as an escape.</summary>
    public static bool Hides(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FirstHidden(text) >= 0;
    }

    private static int FirstHidden(string text)
    {
        var at = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        while (at >= 0 && at < text.Length)
        {
            var (length, isHidden) = At(text, at);
            if (isHidden)
            {
                return at;
            }

            at += length;
        }

        return -1;
    }

    private static (int Length, bool IsHidden) At(string text, int at) =>
        Rune.TryGetRuneAt(text, at, out var rune) ? (rune.Utf16SequenceLength, IsHidden(rune)) : (1, true);

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => IsWithoutShape(rune.Value),
    };

    // What Unicode calls default-ignorable although it counts as a mark or a letter, and the empty pattern of Braille.
    private static bool IsWithoutShape(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);
}
