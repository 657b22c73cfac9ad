using System.Text;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.Tests.Events;

/// <summary>An event as most producers write it is read in a quick way of its own. A line break after it, which means nothing, makes the decoder take the general one.</summary>
public sealed class PlainEventTests
{
    private const int Cases = 50_000;

    private static readonly Gen<string> Value = Gen.OneOf(
        "\"dpv:Use\"", "\"paypal\"", "\"c-17\"", "\"2026-11-23T12:00:00.123Z\"", "\"1.0\"", "\"\"", "\"é 客\"", "\"]}\"", "null", "true", "false", "0", "07", "12", "-1", "1.0", "1e3",
        "123456789012345", "1234567890123456", "9007199254740992", "[]", "[\"dpv:Use\"]", "[\"dpv:Use\", \"x\"]", "[ ]", "[\"]\"]", "[null]", "{}", "{\"a\":\"b\"}", "{\"a\":[\"b\",1]}",
        "{\"a\":{}}", "{\"a\":\"}\"}", "{ \"a\": null }", "nul", "\"\\u0041\"");

    private static readonly Gen<(string Name, string Value)> Usual = Gen.OneOf(
        ("purposes", "[\"dpv:CustomerCare\"]"), ("categories", "[\"pd:BankAccount\", \"dpv:Use\"]"), ("actor", "\"care-desk\""), ("role", "\"service\""), ("recipient", "null"),
        ("conversation", "\"t-881\""), ("item", "\"msg-9\""), ("records", "17"), ("region", "\"US\""), ("customerPresent", "true"), ("customerPresent", "false"),
        ("forms", "[\"encrypted\"]"), ("attributes", "{\"channel\":\"chat\"}"));

    private static readonly Gen<(string Name, string Value)> Strange = Gen.Select(
        Gen.OneOf("records", "purposes", "attributes", "customerPresent", "id", "time", "data", "subject", "operation", "unknown", "actor", "institution", "data_base64"), Value);

    private static readonly Gen<string> Json = Gen.Select(Gen.OneOf(Usual, Usual, Usual, Strange).Array[0, 6], Strange.Array[0, 1], Gen.Bool, Gen.Int).Select((data, envelope, spaced, seed) =>
    {
        (string, string)[] inner = [("institution", "\"paypal\""), ("customer", "\"c-17\""), ("operation", "\"dpv:Use\""), .. data];
        new Random(seed).Shuffle(inner);
        (string, string)[] outer =
            [("specversion", "\"1.0\""), ("id", "\"e-1\""), ("source", "\"/ads\""), ("time", "\"2026-11-23T12:00:00Z\""), ("data", Object(inner, spaced)), .. envelope];
        new Random(seed).Shuffle(outer);
        return Object(outer, spaced);
    });

    [Fact]
    public void The_quick_way_reads_what_the_general_way_reads() => Compare(Json.Select(Encoding.UTF8.GetBytes));

    [Fact]
    public void The_quick_way_refuses_what_the_general_way_refuses() => Compare(Gen.Select(Json, Gen.Int[0, 10_000], Gen.Byte).Select((json, at, change) =>
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[at % bytes.Length] = change;
        return bytes;
    }));

    private static void Compare(Gen<byte[]> values)
    {
        var decoders = new ThreadLocal<(EventDecoder Quick, EventDecoder General)>(() => (new(), new()));
        values.Sample(
            bytes =>
            {
                var (quick, general) = decoders.Value;
                var expected = general.TryDecode([.. bytes, (byte)'\n'], out var reference, out _);

                // Once more, since a list is known from the second time on.
                for (var time = 0; time < 2; time++)
                {
                    Assert.Equal(expected, quick.TryDecode(bytes, out var @event, out _));
                    foreach (var property in expected ? typeof(DataUseEvent).GetProperties() : [])
                    {
                        Assert.Equivalent(property.GetValue(reference), property.GetValue(@event), strict: true);
                    }
                }
            },
            iter: Cases,
            print: Encoding.UTF8.GetString);
    }

    private static string Object((string Name, string Value)[] members, bool spaced) => spaced
        ? $"{{ {string.Join(", ", members.Select(member => $"\"{member.Name}\": {member.Value}"))} }}"
        : $"{{{string.Join(",", members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";
}
