using System.Text;
using System.Text.Json.Nodes;
using Covenant.Contracts.Violations;
using Covenant.Tests.Events;
using Covenant.Tests.Violations;

namespace Covenant.Tests.Schemas;

/// <summary>What programs send each other may grow: schemas and readers of events and violations pass over fields that they do not know. An agreement is written by people: there an unknown field is a mistake.</summary>
public sealed class OpennessTests
{
    [Theory]
    [InlineData("event.v1.schema.json")]
    [InlineData("violation.v1.schema.json")]
    public void The_schema_of_what_programs_send_is_open_everywhere_and_says_so(string schema)
    {
        var root = Read(schema);

        Assert.Contains("ignores fields that it does not know", (string)root["description"]!, StringComparison.Ordinal);
        Assert.NotEmpty(Objects(root));
        Assert.DoesNotContain(Objects(root), one => one.ContainsKey("additionalProperties") || one.ContainsKey("unevaluatedProperties") || one.ContainsKey("propertyNames"));
    }

    [Fact]
    public void The_schema_of_what_people_write_is_closed_everywhere_and_says_so()
    {
        var root = Read("agreement.v1.schema.json");

        Assert.Contains("a field that it does not know is a mistake", (string)root["description"]!, StringComparison.Ordinal);
        Assert.NotEmpty(Objects(root));
        Assert.All(Objects(root), one => Assert.True(one["additionalProperties"]?.GetValueKind() == System.Text.Json.JsonValueKind.False, one.ToJsonString()));
    }

    [Fact]
    public void A_violation_with_fields_of_a_later_version_reads_as_without_them()
    {
        var violation = ViolationSample.Unattended;
        var grown = Grown(ViolationText.Of(violation));

        Assert.True(grown.Count > 5, "a violation has an object for the envelope, the data, the event, the measure, each witness and the position");
        Assert.All(SchemaValidator.Judge("violation.v1.schema.json", grown), Assert.Empty);
        Assert.All(grown, json =>
        {
            Assert.True(ViolationReader.TryRead(Encoding.UTF8.GetBytes(json), out var read, out var mistake), mistake);
            Assert.Equal(ViolationText.Of(violation), ViolationText.Of(read));
        });
    }

    [Fact]
    public void An_event_with_fields_of_a_later_version_reads_as_without_them()
    {
        var plain = EventSample.Decode(EventSample.Json);

        // What stands in `attributes` is the event's own, whatever it is called.
        var grown = Grown(EventSample.Json).Where(json => !json.Contains("\"channel\":\"chat\",\"later\"", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, grown.Count);
        Assert.All(SchemaValidator.Judge("event.v1.schema.json", grown), Assert.Empty);
        Assert.All(grown, json =>
        {
            var read = EventSample.Decode(json);
            Assert.Equal((plain.Id, plain.Time, plain.Customer, plain.Operation, plain.Records), (read.Id, read.Time, read.Customer, read.Operation, read.Records));
            Assert.Equal(plain.Attributes.Select(one => one.Name), read.Attributes.Select(one => one.Name));
        });
    }

    /// <summary>The document once for each of its objects, with unknown fields in that one.</summary>
    private static List<string> Grown(string json)
    {
        var count = Objects(JsonNode.Parse(json)!, _ => true).Count();
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var root = JsonNode.Parse(json)!;
            Objects(root, _ => true).ElementAt(index)["later"] = JsonNode.Parse("""{ "of": ["a later", 2], "version": null }""");
            return root.ToJsonString();
        })];
    }

    private static JsonNode Read(string schema) => JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "contracts", "schemas", schema)))!;

    private static IEnumerable<JsonObject> Objects(JsonNode schema) =>
        Objects(schema, one => one["type"] is JsonValue type && type.ToString() == "object" && one.ContainsKey("properties"));

    private static IEnumerable<JsonObject> Objects(JsonNode? node, Func<JsonObject, bool> isWanted) => node switch
    {
        JsonObject one => (isWanted(one) ? new[] { one } : []).Concat(one.ToList().SelectMany(member => Objects(member.Value, isWanted))),
        JsonArray list => list.ToList().SelectMany(entry => Objects(entry, isWanted)),
        _ => [],
    };
}
