using System.Text;
using Confluent.Kafka;

namespace Covenant.Silo.Kafka;

/// <summary>How many bytes a record takes in Kafka's log: key, value, headers and what frames them.</summary>
internal static class RecordSize
{
    /// <summary>Of a record that leaves. Kafka's own default of `max.message.bytes` is 1,048,588, for a batch of records.</summary>
    public const int BytesMax = 1_000_000;

    /// <summary>
    /// What a record on its way to a topic may take, so that it still fits when the headers of `datause.undelivered.v1` are added.
    /// </summary>
    public const int PlainBytesMax = BytesMax - UndeliveredBytesMax;

    /// <summary>What frames the only record of a batch.</summary>
    public const int BatchBytes = 61;

    private const int UndeliveredBytesMax = 4_096;

    // Attributes, length, deltas of time and offset, lengths of key and value, count of headers: each number as long as it may get.
    private const int FrameBytes = 1 + (6 * NumberBytesMax) + 10;

    private const int NumberBytesMax = 5;

    public static int Of(byte[]? key, byte[]? value, Headers? headers)
    {
        var bytes = FrameBytes + (key?.Length ?? 0) + (value?.Length ?? 0);
        foreach (var header in headers ?? [])
        {
            bytes += Of(header);
        }

        return bytes;
    }

    public static int Of(IHeader header) => (2 * NumberBytesMax) + Encoding.UTF8.GetByteCount(header.Key) + (header.GetValueBytes()?.Length ?? 0);
}
