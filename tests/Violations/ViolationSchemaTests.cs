using Covenant.Tests.Schemas;
using CsCheck;

namespace Covenant.Tests.Violations;

public sealed class ViolationSchemaTests
{
    private const string Schema = "violation.v1.schema.json";

    private static readonly (string Old, string New, string Error)[] Spoiled =
    [
        ("\"form\":\"limit\"", "\"form\":\"limits\"", "/data/form: must be equal to one of the allowed values"),
        ("\"deadline\":null,", "", "/data: must have required property 'deadline'"),
        ("\"value\":5", "\"value\":-5", "/data/measure/value: must be >= 0"),
        ("\"time\":\"2026-11-23T12:00:00Z\",\"data\"", "\"time\":\"2026-11-23T12:00:00+01:00\",\"data\"", "/time: must match pattern"),
    ];

    [Fact]
    public void Every_violation_that_is_written_is_one_by_the_schema()
    {
        var violations = new List<string>();
        ViolationGens.Any.Sample(violation => violations.Add(ViolationText.Of(violation)), iter: 300, threads: 1);

        Assert.All(SchemaValidator.Judge(Schema, violations).Zip(violations), judged => Assert.True(judged.First.Length == 0, $"{string.Join("; ", judged.First)}: {judged.Second}"));
    }

    [Fact]
    public void The_schema_knows_its_own_fields_exactly()
    {
        var said = SchemaValidator.Judge(Schema, Spoiled.Select(one => Spoil(one.Old, one.New)));

        Assert.All(Spoiled.Zip(said), judged => Assert.Contains(judged.Second, error => error.StartsWith(judged.First.Error, StringComparison.Ordinal)));
    }

    private static string Spoil(string old, string @new)
    {
        var json = ViolationText.Of(ViolationSample.Unattended);
        Assert.Contains(old, json, StringComparison.Ordinal);
        return json.Replace(old, @new, StringComparison.Ordinal);
    }
}
