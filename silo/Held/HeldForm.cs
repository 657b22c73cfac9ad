using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Showing;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Held;

/// <summary>
/// How a record stands in <c>datause.held.v1</c>: its value and headers as they came, keyed by whose it is and where it stood, and in headers
/// how it is to be judged. A record without a value releases one.
/// </summary>
internal static class HeldForm
{
    public const string Prefix = "__datause.held.";

    private const string Unit = Prefix + "unit";

    private const string Partition = Prefix + "partition";

    private const string Offset = Prefix + "offset";

    private const string Number = Prefix + "number";

    private const string Timestamp = Prefix + "timestamp";

    private const string Admitted = Prefix + "admitted";

    private const string Clock = Prefix + "clock";

    private const string Published = Prefix + "published";

    private const string Institutions = Prefix + "institutions";

    private const string Customer = Prefix + "customer";

    private const string Reason = Prefix + "reason";

    private const string Time = Prefix + "time";

    private const string At = Prefix + "at";

    private const string LetGo = "let-go";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    private const int ReasonCharsMax = 400;

    public static OutgoingRecord Put(HeldRecord record, DateTimeOffset now)
    {
        var headers = new Headers();
        foreach (var header in (record.Headers ?? []).Where(header => !header.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        Add(headers, Unit, record.Unit.ToString());
        Add(headers, Partition, Text(record.Partition));
        Add(headers, Offset, Text(record.Offset));
        Add(headers, Number, Text(record.Number));
        Add(headers, Timestamp, record.Timestamp is { } stamp ? Text(stamp.Ticks) : null);
        Add(headers, Admitted, Text(record.Admitted.Ticks));
        Add(headers, Clock, Text(record.Clock.Ticks));
        Add(headers, Published, Text(record.Published));
        Add(headers, Institutions, record.Institutions is { } institutions ? Text(institutions) : null);
        Add(headers, Customer, record.Customer);
        Add(headers, Reason, Shown.Beginning(record.Reason, ReasonCharsMax));
        Add(headers, Time, Text(now));
        return new OutgoingRecord(TopicNames.Held, Key(record.Unit, record.Partition, record.Offset), record.Value ?? [], headers);
    }

    /// <summary>The record is held no more.</summary>
    public static OutgoingRecord Release(HeldEntry entry, DateTimeOffset now)
    {
        var (record, headers) = (entry.Record!, new Headers());
        Add(headers, Unit, record.Unit.ToString());
        Add(headers, Partition, Text(record.Partition));
        Add(headers, Number, Text(record.Number));
        Add(headers, At, Text(entry.At));
        Add(headers, Time, Text(now));
        return new OutgoingRecord(TopicNames.Held, Key(record.Unit, record.Partition, record.Offset), null, headers);
    }

    /// <summary>An operator gives up what cannot be read of the unit.</summary>
    public static Message<byte[]?, byte[]?> Abandon(HeldUnit unit, DateTimeOffset now)
    {
        var headers = new Headers();
        Add(headers, Unit, unit.ToString());
        Add(headers, Time, Text(now));
        return new() { Key = Encoding.UTF8.GetBytes($"{LetGo}/{unit}"), Value = Encoding.UTF8.GetBytes(LetGo), Headers = headers };
    }

    /// <returns>Null where it is of no form that is known.</returns>
    public static HeldEntry? Read(ConsumeResult<byte[], byte[]> read)
    {
        var (own, original) = (new Dictionary<string, string>(StringComparer.Ordinal), new Headers());
        foreach (var header in read.Message.Headers ?? [])
        {
            if (header.Key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                own[header.Key] = Encoding.UTF8.GetString(header.GetValueBytes() ?? []);
            }
            else
            {
                original.Add(header.Key, header.GetValueBytes());
            }
        }

        if (HeldUnit.Parse(own.GetValueOrDefault(Unit)) is not { } unit
            || !DateTimeOffset.TryParseExact(own.GetValueOrDefault(Time), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            return null;
        }

        var at = read.Offset.Value;
        if (NumberOf(own, Partition) is not { } partition || NumberOf(own, Number) is not { } number)
        {
            return own.ContainsKey(Partition) ? null : new HeldEntry(at, since, null, LetGo: unit);
        }

        if (read.Message.Value is not { } value)
        {
            return NumberOf(own, At) is { } stood ? new HeldEntry(at, since, null, new ReleasedRecord(unit, (int)partition, number, stood)) : null;
        }

        return NumberOf(own, Offset) is { } offset && NumberOf(own, Admitted) is { } admitted && NumberOf(own, Clock) is { } clock && ProgressOf(own, Published) is { } published
            ? new HeldEntry(at, since, new HeldRecord(
                unit, (int)partition, offset, number, value, original, NumberOf(own, Timestamp) is { } stamp ? new EventTime(stamp) : null, new EventTime(admitted), new EventTime(clock),
                published, ProgressOf(own, Institutions), own.GetValueOrDefault(Customer, ""), own.GetValueOrDefault(Reason, "")))
            : null;
    }

    private static byte[] Key(HeldUnit unit, int partition, long offset) => Encoding.UTF8.GetBytes($"{unit}/{Text(partition)}/{Text(offset)}");

    private static void Add(Headers headers, string name, string? text)
    {
        if (text is not null)
        {
            headers.Add(name, Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(Progress progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Offset}/{progress.Wakes}/{progress.Part}");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static long? NumberOf(Dictionary<string, string> own, string name) => long.TryParse(own.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Progress? ProgressOf(Dictionary<string, string> own, string name)
    {
        var numbers = (own.GetValueOrDefault(name) ?? "").Split('/');
        return numbers.Length == 3 && long.TryParse(numbers[0], CultureInfo.InvariantCulture, out var offset) && long.TryParse(numbers[1], CultureInfo.InvariantCulture, out var wakes)
            && long.TryParse(numbers[2], CultureInfo.InvariantCulture, out var part) ? new Progress(offset, wakes, part) : null;
    }
}
