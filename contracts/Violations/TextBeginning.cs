using System.Text;
using System.Text.Encodings.Web;

namespace Covenant.Contracts.Violations;

/// <summary>The beginning of a text, by its bytes in JSON.</summary>
internal static class TextBeginning
{
    /// <summary>What one UTF-16 unit becomes at most: an escape such as <c>\u0001</c>.</summary>
    public const int EscapeBytes = 6;

    private const string Dots = "...";

    /// <returns>The same string where it fits; otherwise its first whole characters, and three dots.</returns>
    public static string? Of(string? text, int bytesMax)
    {
        if (text is null || text.Length * (long)EscapeBytes <= bytesMax)
        {
            return text;
        }

        var (bytes, fits) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            bytes += !isWhole || JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(rune.Value) ? length * EscapeBytes : rune.Utf8SequenceLength;
            if (bytes > bytesMax)
            {
                return string.Concat(text.AsSpan(0, fits), Dots);
            }

            at += length;
            fits = bytes <= bytesMax - Dots.Length ? at : fits;
        }

        return text;
    }
}
