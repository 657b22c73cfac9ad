using System.Text;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using CsCheck;

namespace Covenant.Tests.Violations;

public sealed class ViolationJsonTests
{
    [Fact]
    public void A_violation_is_written_field_by_field_as_the_design_has_it() =>
        Assert.Equal(
            """
            {"specversion":"1.0","id":"v-1","source":"/covenant","type":"datause.violation.v1","subject":"paypal/c-17","time":"2026-11-23T12:00:00Z",
            "data":{"institution":"paypal","customer":"c-17","agreement":3,"clause":"unattended","form":"limit","severity":"major","mode":"enforce",
            "text":"PayPal's customers are there.","remedy":null,"reason":"5 events in PT24H, at most 4 allowed",
            "event":{"id":"e-9","source":"","time":"2026-11-23T12:00:00Z","operation":"dpv:Use","purposes":["dpv:CustomerCare"],"actor":"ads","recipient":null,
            "conversation":null,"item":null},
            "measure":{"value":5,"max":4,"from":"2026-11-22T12:00:00Z","to":"2026-11-23T12:00:00Z"},"deadline":null,
            "witnesses":[{"id":"e-5","time":"2026-11-23T01:02:03.5Z"}],"late":false,
            "position":{"topic":"datause.events.v1","partition":2,"offset":918273}}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(Write(ViolationSample.Unattended)));

    [Fact]
    public void What_was_held_back_is_told_only_where_something_was()
    {
        Assert.DoesNotContain("suppressed", Encoding.UTF8.GetString(Write(ViolationSample.Unattended)), StringComparison.Ordinal);
        Assert.Contains("\"late\":false,\"suppressed\":7,", Encoding.UTF8.GetString(Write(ViolationSample.Unattended with { Suppressed = 7 })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_a_log_that_was_made_again_is_told_by_its_offset_in_that_log()
    {
        var again = ViolationSample.Unattended with { Position = ViolationSample.Unattended.Position with { Offset = LogNumber.Of(life: 3, 17) } };
        Assert.Contains("\"partition\":2,\"offset\":17}", Encoding.UTF8.GetString(Write(again)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_violation_reads_back_as_it_was_written() =>
        ViolationGens.Any.Sample(
            violation =>
            {
                var line = Write(violation);
                Assert.True(ViolationReader.TryRead(line, out var back, out var mistake), mistake);
                Assert.Equal(line, Write(back));
                Assert.DoesNotContain((byte)'\n', line);
                Assert.Contains($"\"time\":\"{violation.Time}\"", Encoding.UTF8.GetString(line), StringComparison.Ordinal);
                AssertSame(violation, back);
            },
            iter: 2_000);

    [Theory]
    [InlineData("{", "the violation is not JSON at line 1, byte 2 of it")]
    [InlineData("[]", "the violation must be an object")]
    [InlineData("{}", "`type` must be a string")]
    [InlineData("""{"type":"datause.event.v1"}""", "`type` must be `datause.violation.v1`")]
    [InlineData("""{"type":"datause.violation.v1","data":{"institution":7}}""", "`data.institution` must be a string")]
    public void What_is_no_violation_is_refused_with_its_place(string json, string expected)
    {
        Assert.False(ViolationReader.TryRead(Encoding.UTF8.GetBytes(json), out var violation, out var mistake));
        Assert.Null(violation);
        Assert.Equal(expected, mistake);
    }

    [Theory]
    [InlineData("\"form\":\"limit\"", "\"form\":\"limits\"", "`data.form` must be one of the words of its schema")]
    [InlineData("\"time\":\"2026-11-23T01:02:03.5Z\"", "\"time\":\"noon\"", "`data.witnesses[0].time` must be an RFC 3339 time")]
    [InlineData("\"partition\":2", "\"partition\":2147483648", "`data.position.partition` must be a number below 2^31")]
    [InlineData("\"late\":false", "\"late\":0", "`data.late` must be true or false")]
    [InlineData("\"ads\"", "\"\\ud800\"", "`data.event.actor` must be Unicode text")]
    public void A_spoiled_field_is_named(string old, string @new, string expected)
    {
        var json = Encoding.UTF8.GetString(Write(ViolationSample.Unattended)).Replace(old, @new, StringComparison.Ordinal);
        Assert.False(ViolationReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out var mistake));
        Assert.Equal(expected, mistake);
    }

    private static byte[] Write(Violation violation) => ViolationText.Utf8(violation);

    // The parts that a record compares by reference, one by one; then the rest at once.
    private static void AssertSame(Violation expected, Violation actual)
    {
        Assert.Equal(expected.Institution, actual.Event.Institution);
        Assert.Equal(expected.Customer, actual.Event.Customer);
        Assert.Equal(expected.Event.Time, actual.Event.Time);
        Assert.Equal(expected.Event.Operation, actual.Event.Operation);
        Assert.Equal(expected.Event.Purposes, actual.Event.Purposes);
        Assert.Equal(expected.Witnesses, actual.Witnesses);
        Assert.Equal(expected.Cut?.Fields ?? [], actual.Cut?.Fields ?? []);
        Assert.Equal(expected.Cut?.Witnesses, actual.Cut?.Witnesses);
        Assert.Equal(expected with { Event = actual.Event, Witnesses = actual.Witnesses, Cut = actual.Cut }, actual);
    }
}
