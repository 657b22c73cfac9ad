using System.Globalization;
using System.Text.Json.Nodes;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;

namespace Covenant.Tests.Silo;

/// <summary>What a bank reads with clients that nobody here wrote (kafkajs and the CloudEvents SDK, under Node.js), of a real broker.</summary>
[Collection(nameof(KafkaFixture))]
public sealed class CloudEventsClientTests(KafkaFixture kafka)
{
    private const string Institution = "node-bank";

    [Fact]
    public async Task Violations_of_both_kinds_are_CloudEvents_to_an_SDK_and_a_dead_letter_is_none()
    {
        var address = await kafka.AddressAsync();
        await using var silo = await RunningSilo.StartAsync(address, "node-clients");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n  - id: watched\n    mode: shadow\n    prohibit: { purposes: dpv:Advertising }\n");
        var id = await bank.TouchAsync("Zoë", "dpv:Use", "dpv:Advertising");
        await silo.Kafka.PublishAsync(TopicNames.Events, $"{Institution}/x", "not an event");
        Assert.Single(await bank.ReadsAsync());

        var own = Assert.Single(await ReadAsync(address, TopicNames.ViolationsOf(Institution), count: 1))!;
        var shadow = OfInstitution(await ReadAsync(address, TopicNames.Shadow, silo.Kafka.ReadAll(TopicNames.Shadow).Count));
        var dead = OfInstitution(await ReadAsync(address, TopicNames.DeadLetters, silo.Kafka.ReadAll(TopicNames.DeadLetters).Count));

        Assert.Equal("Zoë", (string)own["key"]!);
        foreach (var (record, clause) in new[] { (own, "no-ads"), (shadow, "watched") })
        {
            Assert.True((bool)record["isEvent"]!, record.ToJsonString());
            Assert.Equal(("datause.violation.v1", $"{Institution}/Zoë"), ((string)record["event"]!["type"]!, (string)record["event"]!["subject"]!));
            Assert.Equal((clause, id), ((string)record["event"]!["data"]!["clause"]!, (string)record["event"]!["data"]!["event"]!["id"]!));
        }

        Assert.Equal((false, "No CloudEvent detected"), ((bool)dead["isEvent"]!, (string)dead["refused"]!));
    }

    // Other tests write to the operator's topics too.
    private static JsonNode OfInstitution(JsonArray records) =>
        Assert.Single(records, record => ((string?)record!["key"])?.StartsWith(Institution + "/", StringComparison.Ordinal) == true)!;

    private static async Task<JsonArray> ReadAsync(string address, string topic, int count) =>
        JsonNode.Parse(await NodeScript.RunAsync("kafkajs", "read-cloudevents.mjs", "", address, count.ToString(CultureInfo.InvariantCulture), topic))!.AsArray();
}
