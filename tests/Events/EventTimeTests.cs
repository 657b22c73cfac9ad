using System.Globalization;
using System.Text;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23t12:00:00z", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00:00.5Z", "2026-11-23T12:00:00.5Z")]
    [InlineData("2026-11-23T12:00:00.123456789Z", "2026-11-23T12:00:00.1234567Z")]
    [InlineData("2026-11-23T12:00:00.000Z", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00:00+02:00", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T12:00:00.25-05:30", "2026-11-23T17:30:00.25Z")]
    [InlineData("2026-11-23T12:00:00-00:00", "2026-11-23T12:00:00Z")]
    [InlineData("2024-02-29T23:59:59+00:00", "2024-02-29T23:59:59Z")]
    [InlineData("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z")]
    [InlineData("1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:00.5Z")]
    public void Each_form_of_RFC_3339_is_read(string text, string expected) =>
        Assert.Equal(expected, EventTime.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T12:00:00")]
    [InlineData("2026-11-23 12:00:00Z")]
    [InlineData("2026-11-23T12:00Z")]
    [InlineData("2026-11-23T12:00:00.Z")]
    [InlineData("2026-11-23T12:00:00,5Z")]
    [InlineData("2026-11-23T12:00:00+0200")]
    [InlineData("2026-11-23T12:00:00+02")]
    [InlineData("2026-11-23T12:00:00+24:00")]
    [InlineData("2026-11-23T12:00:00ZZ")]
    [InlineData(" 2026-11-23T12:00:00Z")]
    [InlineData("2023-02-29T12:00:00Z")]
    [InlineData("1900-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-00-01T12:00:00Z")]
    [InlineData("2026-11-31T12:00:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T12:60:00Z")]
    [InlineData("2026-11-23T12:00:60Z")]
    [InlineData("2026-11-23T23:59:60Z")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("1795435200")]
    public void What_is_no_such_time_is_not(string text) => Assert.False(EventTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData(8)]
    [InlineData(25)]
    [InlineData(1_000)]
    [InlineData(4_075)]
    public void A_second_may_have_any_number_of_digits_within_the_bound_of_a_text(int digits)
    {
        var text = $"2026-11-23T12:00:00.1234567{new string('9', digits - 7)}Z";

        Assert.Equal("2026-11-23T12:00:00.1234567Z", EventTime.Parse(text).ToString());
        Assert.Equal(EventTime.Parse(text), EventSample.Decode(EventSample.With("2026-11-23T12:00:00.123Z", text)).Time);
        Assert.False(EventTime.TryParse(Encoding.UTF8.GetBytes(text.Replace("Z", "xZ", StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void A_time_over_the_bound_of_a_text_is_too_long()
    {
        var text = $"2026-11-23T12:00:00.{new string('0', EventLimits.TextBytesMax)}Z";

        Assert.False(EventTime.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Equal(EventDefectReason.TooLong, EventSample.Refuse(EventSample.With("2026-11-23T12:00:00.123Z", text)).Reason);
    }

    [Fact]
    public void Every_time_reads_back_as_it_is_written() =>
        Gen.Long[0, EventTime.MaxTicks].Sample(ticks => EventTime.Parse(new EventTime(ticks).ToString()).Ticks == ticks);

    [Fact]
    public void Every_offset_is_applied_as_the_platform_does() =>
        Gen.Select(Gen.Long[0, EventTime.MaxTicks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60]).Sample((ticks, minutes) =>
        {
            var local = new EventTime(ticks).ToDateTimeOffset().ToOffset(TimeSpan.FromMinutes(minutes));
            return EventTime.Parse(local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)) == new EventTime(ticks);
        });

    [Fact]
    public void A_time_reads_the_same_whatever_was_read_before_it()
    {
        string[] minutes = ["2026-11-23T12:00:", "2026-11-23T12:01:", "2016-12-31T23:59:", "2017-01-01T00:00:", "1969-12-31T23:59:", "2026-11-23t12:00:", "2026-11-31T12:00:"];
        string[] seconds =
        [
            "00Z", "59Z", "60Z", "07.5Z", "07.1234567Z", "07.12345678Z", "60.5Z", "07.Z", "7Z", "0aZ", "07,5Z", "07.1a3Z", "07z", "07+00:00", "07.25-05:30", "07", "", "Z", "99Z",
        ];
        var decoder = new EventDecoder();
        Gen.Select(Gen.OneOf(minutes), Gen.OneOf(seconds)).Array[1, 8].Sample(
            times =>
            {
                foreach (var text in times.Select(time => time.Item1 + time.Item2))
                {
                    var isTime = EventTime.TryParse(Encoding.UTF8.GetBytes(text), out var expected) && expected >= EventTime.Epoch;
                    var json = $$$"""{"id":"e","time":"{{{text}}}","data":{"institution":"paypal","customer":"c","operation":"dpv:Use"}}""";
                    Assert.Equal(isTime, decoder.TryDecode(Encoding.UTF8.GetBytes(json), out var read, out _));
                    Assert.Equal(isTime ? expected : null, read?.Time);
                }
            },
            threads: 1);
    }
}
