using System.Text;
using Covenant.Contracts.Events;
using Covenant.Tests.Schemas;
using CsCheck;

namespace Covenant.Tests.Events;

/// <summary>The schema and the decoder agree on what an event is, as far as a schema can tell.</summary>
public sealed class EventSchemaTests
{
    private const string Schema = "event.v1.schema.json";

    private static readonly string[] Spoiled =
    [
        EventSample.With("\"1.0\"", "\"0.3\""),
        EventSample.With("\"1.0\"", "1"),
        EventSample.With("\"0192f6d0\"", "\"\""),
        EventSample.With("\"0192f6d0\"", "7"),
        EventSample.With("\"/messenger/ads-ranking\"", "7"),
        EventSample.With("\"2026-11-23T12:00:00.123Z\"", "\"yesterday\""),
        EventSample.With("\"data\": {", "\"data_base64\": \"e30=\", \"data\": {"),
        EventSample.With("\"institution\": \"paypal\", ", ""),
        EventSample.With("\"paypal\"", "\"PayPal\""),
        EventSample.With("\"c-17\"", "\"\""),
        EventSample.With("\"dpv:Use\"", "null"),
        EventSample.With("[\"dpv:TargetedAdvertising\"]", "[null]"),
        EventSample.With("[\"dpv:TargetedAdvertising\"]", "{}"),
        EventSample.With("\"records\": 1", "\"records\": 1.5"),
        EventSample.With("\"records\": 1", "\"records\": -1"),
        EventSample.With("\"records\": 1", "\"records\": 9007199254740993"),
        EventSample.With("\"customerPresent\": true", "\"customerPresent\": \"true\""),
        EventSample.With("{ \"channel\": \"chat\" }", "[]"),
    ];

    [Fact]
    public void What_the_decoder_reads_the_schema_takes()
    {
        var events = new List<string> { EventSample.Json };
        EventGens.Json.Sample(events.Add, iter: 300, threads: 1);

        Assert.All(SchemaValidator.Judge(Schema, events).Zip(events), judged => Assert.True(judged.First.Length == 0, $"{string.Join("; ", judged.First)}: {judged.Second}"));
    }

    [Fact]
    public void What_the_schema_refuses_the_decoder_refuses()
    {
        var said = SchemaValidator.Judge(Schema, Spoiled);

        Assert.All(Spoiled.Zip(said), judged => Assert.True(judged.Second.Length > 0, $"the schema takes {judged.First}"));
        Assert.All(Spoiled, json => Assert.False(new EventDecoder().TryDecode(Encoding.UTF8.GetBytes(json), out _, out _)));
    }
}
