using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Publishing;

/// <summary>What could not be read.</summary>
/// <param name="Code">One of few, for metrics and filters.</param>
/// <param name="Reason">What is wrong, and where.</param>
internal sealed record DeadLetter(TopicPartitionOffset At, byte[]? Key, byte[]? Value, Headers? Headers, string Code, string Reason);

/// <summary>Writes dead letters: key, bytes and headers as they were read, and beside them what is wrong and where it stood.</summary>
internal sealed class DeadLetters(CovenantMetrics metrics, TimeProvider clock)
{
    public const string HeaderPrefix = "__datause.errors.";

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
            ("reason", letter.Reason),
            ("code", letter.Code),
            ("topic", letter.At.Topic),
            ("partition", letter.At.Partition.Value.ToString(CultureInfo.InvariantCulture)),
            ("offset", letter.At.Offset.Value.ToString(CultureInfo.InvariantCulture)),
            ("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture)),
        ];
        var withoutBytes = Described([.. described, ("left-out", "key and value: too large for this topic")], []);
        return new OutgoingRecord(
            TopicNames.DeadLetters, letter.Key, letter.Value, Described(described, letter.Headers ?? []), new OutgoingRecord(TopicNames.DeadLetters, null, null, withoutBytes));
    }

    private static Headers Described(IEnumerable<(string Name, string Text)> described, Headers read)
    {
        var headers = new Headers();
        foreach (var header in read)
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
