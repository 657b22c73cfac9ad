using System.Text;

namespace Covenant.Contracts.Events;

/// <summary>
/// One rule for the mark (U+FEFF) that some programs write before a text: at the very beginning of a record's value, a file, a document of a YAML text and a line of
/// JSON lines one is passed over. Anywhere else, a second one at the beginning too, it is a character like any other.
/// </summary>
public static class ByteOrderMark
{
    private const char Mark = '\uFEFF';

    private const int MarkerLength = 3;

    private static ReadOnlySpan<byte> Utf8 => [0xEF, 0xBB, 0xBF];

    /// <summary>The text behind its mark; all of it where it has none.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> utf8) => utf8.StartsWith(Utf8) ? utf8[Utf8.Length..] : utf8;

    /// <inheritdoc cref="Skip(ReadOnlySpan{byte})"/>
    public static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> utf8) => utf8.Span.StartsWith(Utf8) ? utf8[Utf8.Length..] : utf8;

    /// <summary>The same of each document of a YAML text. Its lines stay what and where they are.</summary>
    public static string SkipInYaml(string text)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        var (kept, isBefore) = (new StringBuilder(text.Length), true);
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : text.Length;
            var line = text.AsSpan(start, end - start);
            var unmarked = line[0] == Mark ? line[1..] : line;
            var (isMarker, isBlank) = (IsMarker(unmarked), IsBlankOrComment(unmarked));
            kept.Append(isBefore || isMarker || isBlank ? unmarked : line);

            // `--- { agreement: ... }` begins a document and is the first of it.
            isBefore = isMarker ? IsBlankOrComment(unmarked[MarkerLength..]) : isBefore && (isBlank || unmarked[0] == '%');
            start = end;
        }

        return kept.ToString();
    }

    // Between two documents, always at the beginning of a line.
    private static bool IsMarker(ReadOnlySpan<char> line) =>
        (line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal)) && (line.Length == MarkerLength || char.IsWhiteSpace(line[MarkerLength]));

    private static bool IsBlankOrComment(ReadOnlySpan<char> line) => line.Trim() is var rest && (rest.IsEmpty || rest[0] == '#');
}
