using System.Text;
using Covenant.Contracts.Events;
using static Covenant.Contracts.Events.EventDefectReason;

namespace Covenant.Tests.Events;

/// <summary>Each way to spoil an event has a reason for metrics and a sentence for people.</summary>
public sealed class EventDefectTests
{
    [Theory]
    [InlineData("", EmptyValue, "the value is empty; send the event as CloudEvents JSON")]
    [InlineData(" \n", EmptyValue, "the value is white space alone; send the event as CloudEvents JSON")]
    [InlineData("hello", NotJson, "the value is not JSON at byte 0: `hello`")]
    [InlineData("{\"id\":\"e\",\n\n  \"time\" 7}", NotJson, "the value is not JSON at byte 21: `7}`")]
    [InlineData("{\"id\":\"a\nb\"}", NotJson, "the value is not JSON at byte 8: `\\u000Ab\"}`")]
    [InlineData("{\"id\":NaN}", NotJson, "the value is not JSON at byte 6: `NaN}`")]
    [InlineData("{\"id\":01}", NotJson, "the value is not JSON at byte 7: `1}`")]
    [InlineData("{\"id\":\"e\",}", NotJson, "the value is not JSON at byte 10: `}`")]
    [InlineData("{\"id\":\"e\"", TruncatedJson, "the JSON is cut short: it ends at byte 9 before the event does")]
    [InlineData("{\"id\":\"e", TruncatedJson, "the JSON is cut short: it ends at byte 8 before the event does")]
    [InlineData("{\"id\":tru", TruncatedJson, "the JSON is cut short: it ends at byte 9 before the event does")]
    [InlineData("[]", WrongType, "the event must be a JSON object, not a list; batches are not read, send one event a record")]
    [InlineData("null", WrongType, "the event must be a JSON object, not null")]
    [InlineData("12", WrongType, "the event must be a JSON object, not a number")]
    [InlineData("{}", MissingField, "required but missing or null: `id`, `time`, `data`")]
    [InlineData("{\"id\":\"e\",\"id\":\"e\"}", RepeatedKey, "`id` is there twice (byte 10); send it once")]
    [InlineData("{\"x`y\":1,\"x\\u0060y\":1}", RepeatedKey, "`x'y` is there twice (byte 9); send it once")]
    public void What_is_no_event_is_refused(string json, EventDefectReason reason, string message) =>
        Assert.Equal(new EventDefect(reason, message), EventSample.Refuse(json));

    [Theory]
    [InlineData("\"1.0\"", "^\"0.3\"", UnsupportedVersion, "`specversion` (byte ^) must be `1.0`, not `0.3`")]
    [InlineData("\"1.0\"", "^1.0", WrongType, "`specversion` (byte ^) must be a string, not a number")]
    [InlineData("\"0192f6d0\"", "^\"\"", EmptyText, "`id` (byte ^) must not be empty")]
    [InlineData("\"0192f6d0\"", "^{}", WrongType, "`id` (byte ^) must be a string, not an object")]
    [InlineData("\"0192f6d0\"", "^\"\\ud800\"", InvalidText, "`id` (byte ^) has an escape that is half a surrogate pair; send both halves or none")]
    [InlineData("\"datause.event.v1\"", "^1", WrongType, "`type` (byte ^) must be a string, not a number")]
    [InlineData("\"/messenger/ads-ranking\"", "^[]", WrongType, "`source` (byte ^) must be a string, not a list")]
    [InlineData("\"2026-11-23T12:00:00.123Z\"", "^1795435200", WrongType, "`time` (byte ^) must be a string, not a number")]
    [InlineData("\"2026-11-23T12:00:00.123Z", "^\"yesterday", UnreadableTime, "`time` (byte ^) must be an RFC 3339 time such as `2026-11-23T12:00:00Z`, not `yesterday`")]
    [InlineData("\"2026-11-23T12:00:00.123Z", "^\"1969-12-31T23:59:59.9999999Z", TimeBefore1970, "`time` (byte ^) is `1969-12-31T23:59:59.9999999Z`; a time before 1970 is not judged")]
    [InlineData("\"2026-11-23T12:00:00.123Z", "^\"1970-01-01T00:59:59+01:00", TimeBefore1970, "`time` (byte ^) is `1970-01-01T00:59:59+01:00`; a time before 1970 is not judged")]
    [InlineData("\"time\": \"2026-11-23T12:00:00.123Z\",", "", MissingField, "required but missing or null: `time`")]
    [InlineData("\"data\": {", "\"data_base64\": ^\"e30=\", \"data\": {", UnsupportedData, "`data_base64` (byte ^) is not read; send `data` as a JSON object")]
    public void A_spoiled_envelope_is_refused(string old, string @new, EventDefectReason reason, string message) =>
        CheckAt(EventSample.With(old, @new), reason, message);

    [Theory]
    [InlineData("\"institution\": \"paypal\", ", "", MissingField, "required but missing or null: `data.institution`")]
    [InlineData("\"paypal\", \"customer\": \"c-17\"", "null, \"customer\": null", MissingField, "required but missing or null: `data.institution`, `data.customer`")]
    [InlineData("\"operation\": \"dpv:Use\", ", "", MissingField, "required but missing or null: `data.operation`")]
    [InlineData("\"dpv:Use\"", "^\"\"", EmptyText, "`data.operation` (byte ^) must not be empty")]
    [InlineData("\"dpv:Use\"", "^[\"dpv:Use\"]", WrongType, "`data.operation` (byte ^) must be a string, not a list")]
    [InlineData("\"paypal\"", "^\"PayPal\"", InvalidInstitution, "`data.institution` (byte ^) must be 2 to 32 of `a-z`, `0-9` and `-`, not `PayPal`")]
    [InlineData("\"paypal\"", "^\"p\"", InvalidInstitution, "`data.institution` (byte ^) must be 2 to 32 of `a-z`, `0-9` and `-`, not `p`")]
    [InlineData("\"paypal\"", "^\"a23456789-123456789-123456789-123\"", InvalidInstitution, "`data.institution` (byte ^) must be 2 to 32 of `a-z`, `0-9` and `-`, not `a23456789-123456789-123456789-123`")]
    [InlineData("\"paypal\"", "^\"pay/pal\"", InvalidInstitution, "`data.institution` (byte ^) must be 2 to 32 of `a-z`, `0-9` and `-`, not `pay/pal`")]
    [InlineData("\"paypal\"", "^7", WrongType, "`data.institution` (byte ^) must be a string, not a number")]
    [InlineData("\"c-17\"", "^\"\"", InvalidCustomer, "`data.customer` (byte ^) must be 1 to 256 bytes of UTF-8, not 0")]
    [InlineData("[\"dpv:TargetedAdvertising\"]", "[^null]", WrongType, "`data.purposes` (byte ^) must be a string, not null")]
    [InlineData("[\"dpv:TargetedAdvertising\"]", "^{}", WrongType, "`data.purposes` (byte ^) must be a list of strings, not an object")]
    [InlineData("[\"encrypted\"]", "[^[]]", WrongType, "`data.forms` (byte ^) must be a string, not a list")]
    [InlineData("\"records\": 1", "\"records\": ^-1", NumberOutOfRange, "`data.records` (byte ^) must be a whole number from 0 to 9007199254740991, not `-1`")]
    [InlineData("\"records\": 1", "\"records\": ^9007199254740992", NumberOutOfRange, "`data.records` (byte ^) must be a whole number from 0 to 9007199254740991, not `9007199254740992`")]
    [InlineData("\"records\": 1", "\"records\": ^1e400", NumberOutOfRange, "`data.records` (byte ^) must be a whole number from 0 to 9007199254740991, not `1e400`")]
    [InlineData("\"records\": 1", "\"records\": ^1e-99999999999999999999", NumberOutOfRange, "`data.records` (byte ^) must be a whole number from 0 to 9007199254740991, not `1e-99999999999999999999`")]
    [InlineData("\"records\": 1", "\"records\": ^1.5", NumberOutOfRange, "`data.records` (byte ^) must be a whole number from 0 to 9007199254740991, not `1.5`")]
    [InlineData("\"records\": 1", "\"records\": ^\"1\"", WrongType, "`data.records` (byte ^) must be a whole number, not a string")]
    [InlineData("\"customerPresent\": true", "\"customerPresent\": ^\"yes\"", WrongType, "`data.customerPresent` (byte ^) must be true or false, not a string")]
    [InlineData("{ \"channel\": \"chat\" }", "^[]", WrongType, "`data.attributes` (byte ^) must be an object, not a list")]
    [InlineData("\"channel\": \"chat\"", "\"channel\": 1, ^\"ch\\u0061nnel\": null", RepeatedKey, "`data.attributes.channel` is there twice (byte ^); send it once")]
    [InlineData("\"recipient\": null", "^\"actor\": null", RepeatedKey, "`data.actor` is there twice (byte ^); send it once")]
    [InlineData("\"recipient\": null", "\"x\": {}, ^\"x\": []", RepeatedKey, "`data.x` is there twice (byte ^); send it once")]
    [InlineData("\"recipient\": null", "^\"\\udc00\": 1", InvalidText, "`data` (byte ^) has an escape that is half a surrogate pair; send both halves or none")]
    public void Spoiled_data_is_refused(string old, string @new, EventDefectReason reason, string message) =>
        CheckAt(EventSample.With(old, @new), reason, message);

    [Fact]
    public void Data_that_is_no_object_is_refused() =>
        Assert.Equal(
            "`data` (byte 67) must be an object, not a string",
            EventSample.Refuse("""{"specversion":"1.0","id":"e","time":"2026-01-01T00:00:00Z","data":"paypal"}""").Message);

    [Theory]
    [InlineData(" {}")]
    [InlineData("x")]
    [InlineData(" // end")]
    public void One_record_is_one_event(string rest)
    {
        var defect = EventSample.Refuse(EventSample.Json + rest);

        Assert.Equal(TrailingData, defect.Reason);
        Assert.Equal($"something follows the event at byte {Encoding.UTF8.GetByteCount(EventSample.Json) + rest.Length - rest.TrimStart().Length}; send one event a record", defect.Message);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place()
    {
        var json = Encoding.UTF8.GetBytes(EventSample.Json);
        json[32] = 0xC3;

        Assert.Equal(new EventDefect(InvalidUtf8, "the value is not UTF-8 at byte 32"), EventSample.Refuse(json));
    }

    [Fact]
    public void A_record_without_a_value_has_a_reason_too()
    {
        Assert.Equal(EventDefectReason.NullValue, EventDefect.NullValue.Reason);
        Assert.Equal("the record has no value (null); send the event as CloudEvents JSON", EventDefect.NullValue.Message);
    }

    [Fact]
    public void Each_reason_has_a_code_for_metrics()
    {
        var codes = Enum.GetValues<EventDefectReason>().Select(reason => new EventDefect(reason, "").Code).ToList();

        Assert.Equal(
            "null-value empty-value too-large invalid-utf-8 not-json truncated-json trailing-data too-deep repeated-key missing-field wrong-type unsupported-version "
            + "unsupported-data unreadable-time time-before-1970 time-ahead invalid-institution unknown-institution invalid-customer empty-text too-long too-many "
            + "number-out-of-range invalid-text reader-failed",
            string.Join(' ', codes));
    }

    /// <summary>A <c>^</c> in the JSON marks the byte that the message is to name; there stands none in an event.</summary>
    private static void CheckAt(string marked, EventDefectReason reason, string message)
    {
        var at = marked.IndexOf('^', StringComparison.Ordinal);
        var json = at < 0 ? marked : marked.Remove(at, 1);

        Assert.Equal(new EventDefect(reason, message.Replace("^", $"{at}", StringComparison.Ordinal)), EventSample.Refuse(json));
    }
}
