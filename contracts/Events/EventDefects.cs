using System.Text.Json;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Contracts.Events;

/// <summary>The sentences about what is wrong with a field of an event.</summary>
internal static class EventDefects
{
    private const int HeadersShownMax = 6;

    public static EventDefect WrongType(in EventJson json, EventField field, string expected) =>
        new(EventDefectReason.WrongType, $"{json.PlaceOf(field)} must be {expected}, not {Article(json.Reader.TokenType)}");

    public static EventDefect NotAnObject(JsonTokenType found) => new(
        EventDefectReason.WrongType,
        $"the event must be a JSON object, not {Article(found)}{(found == JsonTokenType.StartArray ? "; batches are not read, send one event a record" : "")}");

    public static EventDefect Repeated(string path, long at) =>
        new(RepeatedKey, $"`{Excerpt.Of(path)}` is there twice (byte {at}); send it once");

    public static EventDefect RepeatedHeader(string name) =>
        new(RepeatedKey, $"header `{name}` is there twice; send it once");

    public static EventDefect Missing(IEnumerable<EventField> fields, bool binary) =>
        new(MissingField, $"required but missing or null: {string.Join(", ", fields.Select(field => Name(field, binary)))}");

    public static EventDefect Version(Place at, ReadOnlySpan<byte> text) =>
        new(UnsupportedVersion, $"{at} must be `1.0`, not `{Excerpt.Of(text)}`");

    public static EventDefect Base64(Place at) =>
        new(UnsupportedData, $"{at} is not read; send `data` as a JSON object");

    public static EventDefect Time(Place at, ReadOnlySpan<byte> text) =>
        new(UnreadableTime, $"{at} must be an RFC 3339 time such as `2026-11-23T12:00:00Z`, not `{Excerpt.Of(text)}`");

    public static EventDefect Before1970(Place at, ReadOnlySpan<byte> text) =>
        new(TimeBefore1970, $"{at} is `{Excerpt.Of(text)}`; a time before 1970 is not judged");

    public static EventDefect Institution(Place at, ReadOnlySpan<byte> text) =>
        new(InvalidInstitution, $"{at} must be 2 to 32 of `a-z`, `0-9` and `-`, not `{Excerpt.Of(text)}`");

    public static EventDefect Customer(Place at, int bytes) =>
        new(InvalidCustomer, $"{at} must be 1 to {EventLimits.CustomerBytesMax} bytes of UTF-8, not {bytes}");

    public static EventDefect Empty(Place at) => new(EmptyText, $"{at} must not be empty");

    public static EventDefect TooLong(Place at, int bytesMax) => new(EventDefectReason.TooLong, $"{at} is longer than {bytesMax} bytes of UTF-8");

    public static EventDefect TooMany(Place at) => new(EventDefectReason.TooMany, $"{at} is one too many; at most {EventLimits.ListMax} are allowed");

    public static EventDefect OutOfRange(Place at, ReadOnlySpan<byte> text) =>
        new(NumberOutOfRange, $"{at} must be a whole number from 0 to {EventLimits.RecordsMax}, not `{Excerpt.Of(text)}`");

    public static EventDefect NotText(Place at) => new(InvalidText, $"{at} has an escape that is half a surrogate pair; send both halves or none");

    /// <param name="contentType">Of several events in one record.</param>
    public static EventDefect Batch(ReadOnlySpan<byte> contentType) =>
        new(UnsupportedData, $"header `content-type` is `{Excerpt.Of(contentType)}`: batches are not read; send one event a record, as `application/cloudevents+json`");

    /// <param name="contentType">Of an event that is not JSON.</param>
    public static EventDefect Format(ReadOnlySpan<byte> contentType) =>
        new(UnsupportedData, $"header `content-type` is `{Excerpt.Of(contentType)}`: of CloudEvents' formats JSON alone is read; send `application/cloudevents+json`");

    /// <param name="headers">A record may have any number of them.</param>
    public static EventDefect Misspelt(IEnumerable<(string Written, string Meant)> headers) => new(
        MissingField,
        "headers of CloudEvents have other names in Kafka: "
            + string.Join(", ", headers.Take(HeadersShownMax).Select(one => $"send `{one.Meant}`, not `{Excerpt.Of(one.Written)}`")));

    public static EventDefect HeaderNotUtf8(Place at) => new(InvalidUtf8, $"{at} is not UTF-8");

    private static string Name(EventField field, bool binary) => (binary, field) switch
    {
        (true, EventField.Time) => "header `ce_time` (or a timestamp that is stored with the record)",
        (true, < EventField.Data) => $"header `ce_{EventFieldNames.Path(field)}`",
        _ => $"`{EventFieldNames.Path(field)}`",
    };

    private static string Article(JsonTokenType found) => found switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "a string",
    };
}
