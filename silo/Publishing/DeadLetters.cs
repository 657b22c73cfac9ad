using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Showing;
using Covenant.Silo.Kafka;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Publishing;

/// <summary>What could not be read.</summary>
/// <param name="Code">One of few, for metrics and filters.</param>
/// <param name="Reason">What is wrong, and where.</param>
internal sealed record DeadLetter(TopicPartitionOffset At, byte[]? Key, byte[]? Value, Headers? Headers, string Code, string Reason);

/// <summary>Writes dead letters: key, bytes and headers as they were read, and beside them what is wrong, where it stood, and as what the bytes were read.</summary>
internal sealed class DeadLetters(CovenantMetrics metrics, TimeProvider clock)
{
    public const string HeaderPrefix = "__datause.errors.";

    private const string LeftOut = "left-out";

    private const string AgreementMediaType = "application/yaml";

    private const int ReasonCharsMax = 16_384;

    private const int MediaTypeCharsMax = 1_024;

    /// <summary>As a record, for a transaction.</summary>
    public OutgoingRecord RecordOf(DeadLetter letter)
    {
        metrics.DeadLetter(letter.Code);
        return ToRecord(letter, clock.GetUtcNow());
    }

    internal static OutgoingRecord ToRecord(DeadLetter letter, DateTimeOffset now)
    {
        (string Name, string Text)[] described =
        [
            ("reason", Shown.Beginning(letter.Reason.ReplaceLineEndings(" "), ReasonCharsMax)),
            ("code", letter.Code),
            ("topic", letter.At.Topic),
            ("partition", letter.At.Partition.Value.ToString(CultureInfo.InvariantCulture)),
            ("offset", LogNumber.OffsetOf(letter.At.Offset.Value).ToString(CultureInfo.InvariantCulture)),
            ("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture)),
            .. ReadAs(letter),
        ];
        var withoutBytes = Described([.. described, (LeftOut, "key, value and headers: too large for this topic")], []);
        return Bounded(letter, described) with { WhenTooLarge = new OutgoingRecord(TopicNames.DeadLetters, null, null, withoutBytes) };
    }

    // What was read may be twice as large as a record may leave: the largest part is left out first. The headers of the reason are bounded,
    // and fit alone.
    private static OutgoingRecord Bounded(DeadLetter letter, (string Name, string Text)[] described)
    {
        var (key, value, headers) = (letter.Key, letter.Value, letter.Headers ?? []);
        List<string> leftOut = [];
        for (; ; )
        {
            var record = new OutgoingRecord(
                TopicNames.DeadLetters, key, value, Described(leftOut.Count == 0 ? described : [.. described, (LeftOut, string.Join(", ", leftOut))], headers));
            if (record.Bytes <= RecordSize.PlainBytesMax)
            {
                return record;
            }

            var (keyBytes, valueBytes, headerBytes) = (key?.Length ?? 0, value?.Length ?? 0, headers.Sum(RecordSize.Of));
            if (valueBytes >= Math.Max(keyBytes, headerBytes))
            {
                leftOut.Add($"value of {valueBytes} bytes");
                value = null;
            }
            else if (headerBytes >= keyBytes)
            {
                leftOut.Add($"headers of {headerBytes} bytes");
                headers = [];
            }
            else
            {
                leftOut.Add($"key of {keyBytes} bytes");
                key = null;
            }
        }
    }

    // Beside the record's own `content-type`, which stays as it came: where it came without one, it is no longer to be seen as what its bytes were taken.
    private static (string Name, string Text)[] ReadAs(DeadLetter letter)
    {
        if (letter.At.Topic == TopicNames.Agreements)
        {
            return [("content-type", AgreementMediaType)];
        }

        var envelope = EventRecords.EnvelopeOf(letter.Headers, timestamp: null);
        return [("content-type", Shown.Beginning(envelope.MediaType, MediaTypeCharsMax)), ("mode", envelope.Mode)];
    }

    private static Headers Described(IEnumerable<(string Name, string Text)> described, Headers read)
    {
        var headers = new Headers();
        // One that comes again is described anew.
        foreach (var header in read.Where(header => !header.Key.StartsWith(HeaderPrefix, StringComparison.Ordinal)))
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        foreach (var (name, text) in described)
        {
            headers.Add(HeaderPrefix + name, Encoding.UTF8.GetBytes(text));
        }

        return headers;
    }
}
