using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Showing;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// How a record stands in <c>datause.undelivered.v1</c>: its value and headers as they would have gone to the bank, keyed by the
/// violation's id, and in headers whose it is and why it is
/// there. A record without a value takes one away, and names it by topic and offset.
/// </summary>
internal static class UndeliveredForm
{
    public const string Prefix = "__datause.undelivered.";

    /// <summary>On a record that was delivered from here: since when it was undelivered.</summary>
    public const string Redriven = "__datause.redriven";

    public const string ReasonHeader = Prefix + "reason";

    public const string TopicHeader = Prefix + "topic";

    private const string KeyHeader = Prefix + "key";

    private const string TimeHeader = Prefix + "time";

    // Up to which of the topic's records without a value the silo had read that put it here.
    private const string SeenHeader = Prefix + "seen";

    // Which record is taken away by this one.
    private const string OffsetHeader = Prefix + "offset";

    // The bytes of a record that is too large on its own, as it goes to the bank from here: so many its topic refuses, or takes.
    private const string BytesHeader = Prefix + "bytes";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    private const int ReasonCharsMax = 400;

    /// <summary>To put a record here that its topic does not take.</summary>
    /// <param name="seen">The offset of the topic's last record without a value that is known; -1 where none is.</param>
    /// <param name="bytes">Of a record that is too large on its own; null for one that others of its topic wait behind.</param>
    public static OutgoingRecord Put(OutgoingRecord record, string reason, DateTimeOffset now, long seen, int? bytes)
    {
        if (record.Value is null)
        {
            throw new ArgumentException("a record without a value would take another one away", nameof(record));
        }

        var headers = Copy(record.Headers);
        Add(headers, TopicHeader, record.Topic);
        if (record.Key is not null)
        {
            headers.Add(KeyHeader, record.Key);
        }

        Add(headers, ReasonHeader, Shown.Beginning(reason, ReasonCharsMax));
        Add(headers, TimeHeader, TextOf(now));
        Add(headers, SeenHeader, seen);
        if (bytes is { } size)
        {
            Add(headers, BytesHeader, size);
        }

        return new OutgoingRecord(TopicNames.Undelivered, Encoding.UTF8.GetBytes(record.Id ?? IdOf(record)), record.Value, headers, Id: record.Id);
    }

    /// <summary>The same record, put here again behind all others, because it is too large on its own.</summary>
    public static OutgoingRecord PutAside(UndeliveredRecord record, string reason, int bytes, long seen)
    {
        var aside = Put(record.Original, reason, record.Since, seen, bytes);
        Add(aside.Headers!, OffsetHeader, record.Offset);
        return aside with { Key = record.Key };
    }

    /// <summary>Takes a record away.</summary>
    public static OutgoingRecord Tombstone(UndeliveredRecord record)
    {
        var headers = new Headers();
        Add(headers, TopicHeader, record.Original.Topic);
        Add(headers, OffsetHeader, record.Offset);
        Add(headers, TimeHeader, TextOf(record.Since));
        if (record.Bytes is { } size)
        {
            Add(headers, BytesHeader, size);
        }

        return new OutgoingRecord(TopicNames.Undelivered, record.Key, null, headers);
    }

    /// <summary>As it goes to the bank.</summary>
    public static OutgoingRecord Redrive(UndeliveredRecord record)
    {
        var headers = Copy(record.Original.Headers);
        Add(headers, Redriven, TextOf(record.Since));
        return record.Original with { Headers = headers };
    }

    /// <summary>How many bytes a record has more that is delivered from here.</summary>
    /// <param name="since">When it was put here.</param>
    public static int RedrivenBytes(DateTimeOffset since) => RecordSize.Of(new Header(Redriven, Encoding.UTF8.GetBytes(TextOf(since))));

    /// <returns>Null where it is of no form that is known.</returns>
    public static UndeliveredEntry? Read(Message<byte[]?, byte[]?> message, long offset)
    {
        var (own, original) = (new Dictionary<string, string>(StringComparer.Ordinal), new Headers());
        byte[]? key = null;
        foreach (var header in message.Headers ?? [])
        {
            if (!header.Key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                original.Add(header.Key, header.GetValueBytes());
            }
            else if (header.Key == KeyHeader)
            {
                key = header.GetValueBytes();
            }
            else
            {
                own[header.Key] = Encoding.UTF8.GetString(header.GetValueBytes() ?? []);
            }
        }

        if (message.Key is null || !own.TryGetValue(TopicHeader, out var topic) || TimeOf(own) is not { } since)
        {
            return null;
        }

        var (takes, bytes) = (NumberOf(own, OffsetHeader), (int?)NumberOf(own, BytesHeader));
        var record = message.Value is null ? null : new UndeliveredRecord(
            offset, message.Key, new OutgoingRecord(topic, key, message.Value, original), own.GetValueOrDefault(ReasonHeader, ""), since, NumberOf(own, SeenHeader) ?? -1, bytes);
        return record is null && takes is null ? null : new UndeliveredEntry(offset, topic, record, takes, since, IsAside: bytes is not null);
    }

    // Of a record that is no violation.
    private static string IdOf(OutgoingRecord record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { Encoding.UTF8.GetBytes(record.Topic), record.Key ?? [], record.Value! })
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Headers Copy(Headers? headers)
    {
        var copy = new Headers();
        foreach (var header in headers ?? [])
        {
            copy.Add(header.Key, header.GetValueBytes());
        }

        return copy;
    }

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void Add(Headers headers, string name, string text) => headers.Add(name, Encoding.UTF8.GetBytes(text));

    private static void Add(Headers headers, string name, long number) => Add(headers, name, number.ToString(CultureInfo.InvariantCulture));

    private static long? NumberOf(Dictionary<string, string> own, string name) =>
        own.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? TimeOf(Dictionary<string, string> own) =>
        own.TryGetValue(TimeHeader, out var text) && DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
