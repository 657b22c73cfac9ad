using System.Text;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Events;

public sealed class EventDecoderTests
{
    [Fact]
    public void The_event_of_the_design_is_read_whole()
    {
        var @event = EventSample.Decode(EventSample.Json);

        Assert.Equal("0192f6d0", @event.Id);
        Assert.Equal("/messenger/ads-ranking", @event.Source);
        Assert.Equal(EventTime.Parse("2026-11-23T12:00:00.123Z"), @event.Time);
        Assert.Equal("paypal", @event.Institution);
        Assert.Equal("c-17", @event.Customer);
        Assert.Equal(Term.Of("dpv:Use"), @event.Operation);
        Assert.Equal([Term.Of("dpv:TargetedAdvertising")], @event.Purposes);
        Assert.Equal([Term.Of("pd:BankAccount")], @event.Categories);
        Assert.Equal("ads-ranking", @event.Actor);
        Assert.Equal("service", @event.Role);
        Assert.Null(@event.Recipient);
        Assert.Equal("t-881", @event.Conversation);
        Assert.Equal("msg-9", @event.Item);
        Assert.Equal(1, @event.Records);
        Assert.Equal("US", @event.Region);
        Assert.True(@event.CustomerPresent);
        Assert.Equal(["encrypted"], @event.Forms);
        Assert.Equal("channel", Assert.Single(@event.Attributes).Name);
        Assert.Equal(["chat"], @event.Attributes[0].Values);
        Assert.Null(@event.TraceParent);
    }

    [Fact]
    public void An_event_with_no_more_than_it_needs_lacks_the_rest()
    {
        var @event = EventSample.Decode("""
            {"id":"e","time":"1970-01-01T00:00:00Z","data":{"institution":"bb","customer":"c","operation":"Notified"}}
            """);

        Assert.Equal(EventTime.Epoch, @event.Time);
        Assert.Equal("", @event.Source);
        Assert.Empty(@event.Purposes);
        Assert.Empty(@event.Categories);
        Assert.Empty(@event.Forms);
        Assert.Empty(@event.Attributes);
        Assert.Null(@event.Actor ?? @event.Role ?? @event.Recipient ?? @event.Conversation ?? @event.Item ?? @event.Region ?? @event.TraceParent);
        Assert.Null(@event.Records);
        Assert.Null(@event.CustomerPresent);
    }

    [Fact]
    public void Fields_may_come_in_any_order()
    {
        var @event = EventSample.Decode("""
            {"data":{"purposes":["dpv:CustomerCare"],"operation":"dpv:Access","customer":"c","institution":"paypal"},
             "time":"2026-01-01T00:00:00Z","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","id":"e","specversion":"1.0"}
            """);

        Assert.Equal("paypal", @event.Institution);
        Assert.Equal([Term.Of("dpv:CustomerCare")], @event.Purposes);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", @event.TraceParent);
    }

    [Theory]
    [InlineData("recipient\": null", "recipient\": null, \"mood\": { \"deep\": [1, { \"id\": 2, \"id\": 3 }] }")]
    [InlineData("\"subject\": \"paypal/c-17\"", "\"subject\": 7, \"datacontenttype\": [], \"dataschema\": {}, \"tracestate\": 1, \"partitionkey\": \"k\"")]
    [InlineData("\"type\": \"datause.event.v1\"", "\"type\": null")]
    [InlineData("\"type\": \"datause.event.v1\"", "\"type\": \"of.another\"")]
    public void Fields_that_do_not_matter_are_passed_over(string old, string @new) =>
        Assert.Equal("c-17", EventSample.Decode(EventSample.With(old, @new)).Customer);

    [Fact]
    public void The_same_name_may_stand_in_the_envelope_and_in_the_data() =>
        Assert.Equal("c-17", EventSample.Decode(EventSample.With("\"recipient\": null", "\"id\": 1, \"mood\": 2")).Customer);

    [Fact]
    public void Null_is_as_good_as_absent()
    {
        var @event = EventSample.Decode("""
            {"specversion":"1.0","id":"e","source":null,"time":"2026-01-01T00:00:00Z","data_base64":null,"data":{"institution":"paypal","customer":"c",
             "operation":"dpv:Use","purposes":null,"categories":null,"actor":null,"records":null,"customerPresent":null,"forms":null,"attributes":null}}
            """);

        Assert.Equal("", @event.Source);
        Assert.Empty(@event.Purposes);
        Assert.Empty(@event.Attributes);
        Assert.Null(@event.Records);
    }

    [Fact]
    public void Escapes_in_names_and_values_are_undone()
    {
        var @event = EventSample.Decode("""
            {"specv\u0065rsion":"1\u002e0","\u0069d":"a\"b\\c\/d\n\u00e9\ud83d\ude00","time":"2026-01-01T00:00:00\u005a",
             "d\u0061ta":{"\u0069nstitution":"p\u0061ypal","customer":"\u00fc","operation":"dpv:\u0055se","purposes":["dpv:Marketin\u0067"],
             "attributes":{"ch\u0061nnel":"ch\u0061t"}}}
            """);

        Assert.Equal("a\"b\\c/d\né😀", @event.Id);
        Assert.Equal("paypal", @event.Institution);
        Assert.Equal("ü", @event.Customer);
        Assert.Equal(Term.Of("dpv:Use"), @event.Operation);
        Assert.Equal([Term.Of("dpv:Marketing")], @event.Purposes);
        Assert.Equal("channel", @event.Attributes[0].Name);
        Assert.Equal(["chat"], @event.Attributes[0].Values);
    }

    [Fact]
    public void Text_of_every_script_comes_through()
    {
        var @event = EventSample.Decode(EventSample.With("c-17\", \"operation", "客戶-Ω-😀\", \"operation"));

        Assert.Equal("客戶-Ω-😀", @event.Customer);
    }

    [Fact]
    public void One_term_may_stand_without_its_brackets()
    {
        var @event = EventSample.Decode(EventSample.With("[\"dpv:TargetedAdvertising\"]", "\"dpv:Marketing\"").Replace("[\"encrypted\"]", "\"clear\"", StringComparison.Ordinal));

        Assert.Equal([Term.Of("dpv:Marketing")], @event.Purposes);
        Assert.Equal(["clear"], @event.Forms);
    }

    [Fact]
    public void Attributes_keep_scalars_as_written_and_leave_out_nulls()
    {
        var @event = EventSample.Decode(EventSample.With(
            "{ \"channel\": \"chat\" }",
            """{ "n": -1.50e400, "t": true, "f": false, "list": ["a", 2, null, {"x": 1}, [3], false], "null": null, "object": {"y": 1}, "empty": [] }"""));

        Assert.Equal(["n", "t", "f", "list", "object"], @event.Attributes.Select(attribute => attribute.Name));
        Assert.Equal(["-1.50e400", "true", "false", "a", "2", "false"], @event.Attributes.SelectMany(attribute => attribute.Values));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0e999", 0)]
    [InlineData("1000.0", 1000)]
    [InlineData("1e3", 1000)]
    [InlineData("0.5e1", 5)]
    [InlineData("100e-2", 1)]
    [InlineData("1.25E+2", 125)]
    [InlineData("9007199254740991", 9007199254740991)]
    public void A_whole_number_of_records_may_be_written_in_any_way(string written, long records) =>
        Assert.Equal(records, EventSample.Decode(EventSample.With("\"records\": 1", $"\"records\": {written}")).Records);

    [Fact]
    public void What_comes_again_is_shared_between_events()
    {
        var decoder = new EventDecoder();
        var json = Encoding.UTF8.GetBytes(EventSample.Json);

        Assert.True(decoder.TryDecode(json, out var first, out _));
        Assert.True(decoder.TryDecode(json, out var second, out _));

        Assert.Same(first.Institution, second.Institution);
        Assert.Same(first.Customer, second.Customer);
        Assert.Same(first.Purposes, second.Purposes);
        Assert.Same(first.Forms, second.Forms);
        Assert.Same(first.Attributes, second.Attributes);
        Assert.Same(Term.Of("dpv:Use").Name, Term.Of("dpv:Use").Name);
    }

    [Fact]
    public void A_refused_event_leaves_nothing_behind_for_the_next()
    {
        var decoder = new EventDecoder();
        Assert.False(decoder.TryDecode(Encoding.UTF8.GetBytes(EventSample.With("\"records\": 1", "\"records\": -1")), out _, out _));

        Assert.True(decoder.TryDecode("""
            {"specversion":"1.0","id":"e","time":"2026-01-01T00:00:00Z","data":{"institution":"paypal","customer":"c","operation":"dpv:Use"}}
            """u8, out var @event, out _));
        Assert.Empty(@event.Purposes);
        Assert.Null(@event.Actor);
    }

    [Fact]
    public void White_space_around_the_event_does_no_harm() =>
        Assert.Equal("c-17", EventSample.Decode("\r\n\t " + EventSample.Json + "\n\n").Customer);
}
