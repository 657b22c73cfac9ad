using System.Globalization;
using System.Text;

namespace Covenant.Contracts.Vocabulary;

/// <summary>Unicode's normalization form C, in which texts are compared: a letter and its accent are the same however they were typed.</summary>
public static class NormalForm
{
    /// <summary>Combining marks behind one letter. Putting them in order takes time that grows with their square.</summary>
    public const int MarksMax = 30;

    /// <summary>Whether this process can normalize. It cannot where .NET runs without ICU, which makes its normalization do nothing.</summary>
    public static bool IsAvailable => "e\u0301".Normalize() == "\u00E9";

    /// <summary>What to do where it cannot, in one line.</summary>
    public const string Missing =
        "this machine compares texts byte by byte, so the same word typed twice may differ: install ICU (Debian's package `libicu72`) and unset `DOTNET_SYSTEM_GLOBALIZATION_INVARIANT`";

    /// <summary>The text in form C. Never throws: half a surrogate pair stays as it is, and so does a text with more than <see cref="MarksMax"/> combining marks in a row.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text) || HasTooManyMarks(text))
        {
            return text;
        }

        return FirstInvalid(text) < 0 ? text.Normalize() : OfParts(text);
    }

    /// <summary>The text has half a surrogate pair, so that it is no Unicode text.</summary>
    public static bool IsBroken(string text) => FirstInvalid(text.Replace(NonCharacter, ' ')) >= 0;

    // The framework refuses to normalize a text with this character, which is valid in JSON and YAML.
    private const char NonCharacter = '\uFFFE';

    // What is invalid joins with nothing, so that the parts between can be normalized one by one.
    private static string OfParts(string text)
    {
        var whole = new StringBuilder(text.Length);
        var done = 0;
        for (var at = FirstInvalid(text); at >= 0; at = FirstInvalid(text.AsSpan(done)))
        {
            whole.Append(text.Substring(done, at).Normalize()).Append(text[done + at]);
            done += at + 1;
        }

        return whole.Append(text[done..].Normalize()).ToString();
    }

    private static bool HasTooManyMarks(string text)
    {
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MarksMax)
            {
                return true;
            }
        }

        return false;
    }

    private static int FirstInvalid(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]) || text[at] == NonCharacter)
            {
                return at;
            }
        }

        return -1;
    }
}
