using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Contracts.Events;

/// <summary>What is wrong with the bytes themselves, before they mean anything.</summary>
internal static class PayloadFault
{
    /// <param name="isPrintable">Nothing in it but the printable characters of ASCII.</param>
    public static EventDefect? Check(ReadOnlySpan<byte> utf8, out bool isPrintable)
    {
        isPrintable = false;
        if (utf8.IsEmpty)
        {
            return new(EmptyValue, "the value is empty; send the event as CloudEvents JSON");
        }

        if (utf8.Length > EventLimits.BytesMax)
        {
            return new(TooLarge, $"the value has {utf8.Length} bytes; at most {EventLimits.BytesMax} are read");
        }

        isPrintable = !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        return isPrintable || Utf8.IsValid(utf8) ? null
            : IsUtf16(utf8) ? new(InvalidUtf8, "the value is UTF-16 by its byte order mark; send the event as UTF-8")
            : new(InvalidUtf8, $"the value is not UTF-8 at byte {FirstInvalid(utf8)}");
    }

    /// <summary>Names the mistake that made the JSON reader give up. Reads anew: only dead letters pay for it.</summary>
    /// <param name="before">Bytes of the value that stand before these.</param>
    public static EventDefect Find(ReadOnlySpan<byte> utf8, int before)
    {
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new(EmptyValue, "the value is white space alone; send the event as CloudEvents JSON");
        }

        // Not as a final block: input that merely ends too early is then no mistake.
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = EventLimits.DepthMax + 1 }));
        var complete = false;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= EventLimits.DepthMax)
                {
                    return new(TooDeep, $"JSON nested deeper than {EventLimits.DepthMax} at byte {before + reader.TokenStartIndex}");
                }

                complete = reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            }

            return new(TruncatedJson, $"the JSON is cut short: it ends at byte {before + utf8.Length} before the event does");
        }
        catch (JsonException mistake)
        {
            var at = Position(utf8, mistake);
            return complete
                ? new(TrailingData, $"something follows the event at byte {before + at}; send one event a record")
                : new(NotJson, $"the value is not JSON at byte {before + at}: `{Excerpt.Of(utf8[at..])}`");
        }
    }

    private static bool IsUtf16(ReadOnlySpan<byte> bytes) => bytes.StartsWith([(byte)0xFF, (byte)0xFE]) || bytes.StartsWith([(byte)0xFE, (byte)0xFF]);

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out var bytes) == System.Buffers.OperationStatus.Done)
        {
            at += bytes;
        }

        return at;
    }

    private static int Position(ReadOnlySpan<byte> utf8, JsonException mistake)
    {
        var line = 0;
        for (var lines = mistake.LineNumber ?? 0; lines > 0; lines--)
        {
            line += utf8[line..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(line + (mistake.BytePositionInLine ?? 0), utf8.Length);
    }
}
