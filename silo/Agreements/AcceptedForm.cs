using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Silo.Agreements;

/// <summary>The stored form of <see cref="AcceptedTexts"/>: a format number first, then where they come from, then the texts, compressed.</summary>
internal static class AcceptedForm
{
    /// <summary>All versions of an institution together, in UTF-8: as much as one text may have, for they are published as one.</summary>
    public const int TextBytesMax = AgreementReader.BytesMax;

    /// <summary>Of the row: below what any provider takes (Azure's tables 1 MiB with all that belongs to a row).</summary>
    public const int StoredBytesMax = 900_000;

    private const int Format = 1;

    private const int Quality = 5;

    private const int Window = 22;

    // Numbers and lengths beside the texts.
    private const int BesideTextsMax = 32 * AgreementReader.DocumentsMax;

    /// <returns>What is too large; null where the form is there.</returns>
    public static string? TryWrite(AcceptedTexts texts, out byte[] stored)
    {
        stored = [];
        if (texts.Versions.Count > AgreementReader.DocumentsMax || texts.Versions.Values.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) > TextBytesMax)
        {
            return $"all its versions together are over {TextBytesMax} bytes, or over {AgreementReader.DocumentsMax}: publish those that still count, after a record without a value has withdrawn the others";
        }

        var body = new StateWriter();
        body.Count(texts.Versions.Count);
        foreach (var (version, text) in texts.Versions)
        {
            body.Count(version);
            body.Text(text);
        }

        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Written.Length)];
        if (!BrotliEncoder.TryCompress(body.Written, packed, out var length, Quality, Window) || length > StoredBytesMax)
        {
            return $"all its versions together are over {StoredBytesMax} bytes even where they are compressed: write less";
        }

        var whole = new StateWriter();
        whole.Count(Format);
        whole.Text(texts.At.Log);
        whole.Number(texts.At.Offset);
        whole.Count(body.Written.Length);
        whole.Bytes(packed.AsSpan(0, length));
        stored = whole.Written.ToArray();
        return null;
    }

    /// <exception cref="InvalidDataException">The bytes are no texts, or of a format that this version does not know.</exception>
    public static AcceptedTexts Read(byte[] stored)
    {
        var whole = new StateReader(stored);
        whole.Expect(Format);
        var at = new LogMark(whole.Text() ?? "", whole.Number());
        var length = whole.Count();
        var packed = whole.Bytes();

        // Asked before anything is unpacked: a few bytes can stand for any number.
        if (length > TextBytesMax + BesideTextsMax)
        {
            throw new InvalidDataException($"the stored agreements say that they have {length} bytes, and have {TextBytesMax + BesideTextsMax} at most");
        }

        var body = new byte[length];
        if (!BrotliDecoder.TryDecompress(packed.Span, body, out var written) || written != length)
        {
            throw new InvalidDataException("the stored agreements are damaged: their texts cannot be unpacked");
        }

        return new AcceptedTexts(at, Versions(new StateReader(body)));
    }

    private static ImmutableSortedDictionary<int, string> Versions(StateReader body)
    {
        var versions = ImmutableSortedDictionary.CreateBuilder<int, string>();
        for (var left = body.Count(); left > 0; left--)
        {
            versions[body.Count()] = body.Text() ?? throw new InvalidDataException("the stored agreements are damaged: a version has no text");
        }

        return versions.ToImmutable();
    }
}
