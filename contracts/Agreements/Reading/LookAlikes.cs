using System.Collections.Frozen;
using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Letters and signs that look like those of ASCII and are others: full-width ones, quotes of a word processor, Cyrillic and Greek letters in Latin words.</summary>
internal static class LookAlikes
{
    private static readonly FrozenDictionary<char, char> Latin = Pairs("\u0430a\u0435e\u043Eo\u0440p\u0441c\u0445x\u0443y\u0456i\u0455s\u0405S\u0406I\u0408J\u0410A\u0412B\u0415E\u041AK\u041CM\u041DH\u041EO\u0420P\u0421C\u0422T\u0425X\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039AK\u039CM\u039DN\u039FO\u03A1P\u03A4T\u03A5Y\u03A7X\u03BFo");

    private static readonly FrozenDictionary<char, char> Signs = Pairs("\u2236:\uA789:\u3001,\u2013-\u2014-\u2212-\u2217*");

    /// <summary>The text as it looks, where all of it then is ASCII; null where it is as it looks.</summary>
    public static string? Plain(string text)
    {
        // A whole word of such letters may be one of that script, a code is not.
        var isLatin = text.Any(char.IsAsciiLetter) || (text.Length is 2 or 3 && text.All(Latin.ContainsKey));
        var plain = new StringBuilder(text.Length);
        foreach (var letter in Unquoted(text))
        {
            plain.Append(letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - '\uFF00' + ' ') : isLatin && Latin.TryGetValue(letter, out var latin) ? latin : Signs.GetValueOrDefault(letter, letter));
        }

        var seen = plain.ToString();
        return seen != text && seen.Length > 0 && Ascii.IsValid(seen) ? seen : null;
    }

    private static string Unquoted(string text) =>
        text.Length > 2 && text[0] is '\u201C' or '\u201D' or '\u201E' or '\u2018' or '\u00AB' && text[^1] is '\u201C' or '\u201D' or '\u2019' or '\u2018' or '\u00BB' ? text[1..^1] : text;

    private static FrozenDictionary<char, char> Pairs(string pairs) => pairs.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
