using System.Buffers;
using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Makes text of the bytes of a file, or says in what encoding they probably are.</summary>
internal static class SourceBytes
{
    /// <returns>Null where they are no UTF-8; <paramref name="mistake"/> then says so.</returns>
    public static string? ToText(ReadOnlySpan<byte> bytes, out (int Line, string Message) mistake)
    {
        mistake = default;
        if (Encoded(bytes) is { } encoding)
        {
            mistake = (1, $"the file is {encoding}: write it as UTF-8");
            return null;
        }

        var rest = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (FirstInvalid(rest) is not { } at)
        {
            return Encoding.UTF8.GetString(rest);
        }

        var line = 1 + rest[..at].Count((byte)'\n');
        mistake = (line, IsCut(rest, at)
            ? "the file ends in the middle of a character: write it whole, as UTF-8"
            : $"the byte 0x{rest[at]:X2} is no UTF-8, so the file is probably Latin-1 (Windows-1252): write it as UTF-8");
        return null;
    }

    // A letter of ASCII in UTF-16 or UTF-32 has zeros beside it, which no text in UTF-8 has at its beginning.
    private static string? Encoded(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] or [not 0, 0, 0, 0, ..] or [0, 0, 0, not 0, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..] => "UTF-16",
        _ => null,
    };

    private static int? FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static bool IsCut(ReadOnlySpan<byte> bytes, int at) => Rune.DecodeFromUtf8(bytes[at..], out _, out _) == OperationStatus.NeedMoreData && at >= bytes.Length - 3 && bytes.Length - at > 1;
}
