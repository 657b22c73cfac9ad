using System.Globalization;
using System.Text;
using CsCheck;

namespace Covenant.Tests.AnyText;

/// <summary>Texts that look like others, or like nothing, put into valid ones at any place.</summary>
internal static class UnicodeGens
{
    // Fullwidth, Arabic-Indic, Devanagari, mathematical: each has a block of ten.
    private static readonly int[] ZeroDigits = [0xFF10, 0x0660, 0x06F0, 0x0966, 0x0E50, 0x1D7CE, 0x1D7F6];

    private static readonly string[] Digits = [.. ZeroDigits.SelectMany(zero => Enumerable.Range(zero, 10).Select(char.ConvertFromUtf32)), "²", "½", "Ⅷ", "①", "〇", "৳", "௰"];

    private static readonly string[] Letters =
        ["а", "е", "о", "р", "с", "Ρ", "Α", "İ", "ı", "ß", "ſ", "K", "Å", "Ａ", "ｚ", "Ｐ", "Ｔ", "ﬁ", "ǆ", "ª", "𝐏", "𝕋", "中", "あ", "ـ", "א", "ა", "é", "e\u0301"];

    private static readonly string[] Combining = ["\u0301", "\u0345", "\u0308", "\u20DD", "\uFE0F", "\u034F", "\u1AB0", "\U000E0100"];

    private static readonly string[] Format =
        ["\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF", "\u00AD", "\u061C", "\U000E0041"];

    private static readonly string[] White = ["\u00A0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\u0085"];

    private static readonly string[] Controls = [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(char.ConvertFromUtf32)];

    private static readonly string[] Surrogates = ["\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uDC00\uD800", "😀", "\U0010FFFF", "\uFFFE", "\uFFFF", "\uFDD0", "\uE000"];

    private static readonly string[] Punctuation = ["：", "－", "−", "‐", "–", "＋", "．", "，", "؛", "‘", "’", "“", "”", "″", "｛", "［", "＊", "＂", "。", "÷"];

    private static readonly string[][] Kinds = [Digits, Letters, Combining, Format, White, Controls, Surrogates, Punctuation];

    private static readonly Gen<string> Raw = Gen.OneOf(
        Gen.Int[0, Kinds.Length - 1].SelectMany(kind => Gen.Int[0, Kinds[kind].Length - 1].Select(at => Kinds[kind][at])),
        Gen.Int[0, 0x10FFFF].Select(code => code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code)),
        Gen.Char.Select(letter => letter.ToString()));

    /// <summary>Raw, or as JSON and YAML escape it.</summary>
    public static readonly Gen<string> Piece = Gen.Select(Raw, Gen.Int[0, 3], (piece, how) => how switch
    {
        0 => string.Concat(piece.Select(letter => $"\\u{(int)letter:x4}")),
        _ => piece,
    });

    private static readonly Gen<Func<string, string>> Change = Gen.Select(Gen.Int[0, 5], Gen.Double.Unit, Gen.Int[0, 3], Piece, Put);

    /// <summary>The texts with one to four pieces put in, each at any place: before a letter, in its stead, as the look-alike of a digit or a letter, or a digit so often that no number holds it.</summary>
    public static Gen<string> Spoilt(IReadOnlyList<string> valid) => Gen.Select(
        Gen.Int[0, valid.Count - 1], Change.Array[1, 4], (which, changes) => changes.Aggregate(valid[which], (text, change) => change(text)));

    /// <summary>As UTF-8; a lone half of a surrogate pair as the three bytes that no UTF-8 has.</summary>
    public static byte[] Utf8(string text)
    {
        List<byte> bytes = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, at++, 2));
            }
            else if (char.IsSurrogate(text[at]))
            {
                bytes.AddRange([(byte)(0xE0 | text[at] >> 12), (byte)(0x80 | text[at] >> 6 & 0x3F), (byte)(0x80 | text[at] & 0x3F)]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, at, 1));
            }
        }

        return [.. bytes];
    }

    // The five places that matter: after a digit's or a letter's like, within a number, and anywhere.
    private static Func<string, string> Put(int how, double at, int script, string piece) => text =>
    {
        var place = Math.Min((int)(at * text.Length), Math.Max(0, text.Length - 1));
        if (text.Length == 0)
        {
            return piece;
        }

        return how switch
        {
            0 or 1 => text.Insert(place, piece),
            2 => text[..place] + piece + text[(place + 1)..],
            3 when Next(text, place, char.IsAsciiDigit) is >= 0 and var digit => text[..digit] + char.ConvertFromUtf32(ZeroDigits[script] + (text[digit] - '0')) + text[(digit + 1)..],
            4 when Next(text, place, char.IsAsciiLetter) is >= 0 and var letter => text[..letter] + (char)(text[letter] - ' ' + 0xFF00) + text[(letter + 1)..],
            5 when Next(text, place, char.IsAsciiDigit) is >= 0 and var number => text.Insert(number, new string(text[number], 9 + 10 * script)),
            _ => text + piece,
        };
    };

    private static int Next(string text, int from, Predicate<char> isOne)
    {
        var found = Array.FindIndex(text.ToCharArray(), from, isOne);
        return found >= 0 ? found : Array.FindIndex(text.ToCharArray(), isOne);
    }

    /// <summary>A few bytes of it are others, missing, or more.</summary>
    public static Gen<byte[]> Damaged(IReadOnlyList<byte[]> valid) => Gen.Select(
        Gen.Int[0, valid.Count - 1], Gen.Select(Gen.Double.Unit, Gen.Byte, Gen.Int[0, 3]).Array[1, 4], (which, changes) => changes.Aggregate(valid[which], (bytes, change) =>
        {
            var place = Math.Min((int)(change.Item1 * bytes.Length), Math.Max(0, bytes.Length - 1));
            return (bytes.Length, change.Item3) switch
            {
                (0, _) => [change.Item2],
                (_, 0) => [.. bytes[..place], change.Item2, .. bytes[place..]],
                (_, 1) => bytes[..place],
                _ => [.. bytes[..place], change.Item2, .. bytes[(place + 1)..]],
            };
        }));

    /// <summary>As it is shown where a case fails.</summary>
    public static string Show(string text) => string.Concat(text.Select(letter => letter is '\n' or (>= ' ' and <= '~') ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));
}
