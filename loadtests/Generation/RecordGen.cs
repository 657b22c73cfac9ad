using System.Text.Encodings.Web;
using System.Text.Json;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>What one record says, but for its time and id.</summary>
/// <param name="Data">Names and values of <c>data</c>, the values as JSON.</param>
/// <param name="Broken">How it is broken; 0 = it is an event.</param>
internal sealed record DraftRecord(string Source, (string Name, string? Json)[] Data, bool Escapes, int Broken)
{
    private const int Kinds = 8;

    public static readonly Gen<int> AnyBroken = Gen.Frequency((24, Gen.Const(0)), (1, Gen.Int[1, Kinds]), (1, Gen.OneOf(3, 5, 6)));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Quote(string text, bool escapes = false) => JsonSerializer.Serialize(text, escapes ? null : Relaxed);

    /// <summary>The record's value.</summary>
    /// <param name="recordedTime">That it says itself; null = none.</param>
    public string Write(string id, EventTime time, string? recordedTime)
    {
        List<(string Name, string? Json)> data = [.. Data];
        var when = Quote(Broken == 1 ? "yesterday" : time.ToString());
        switch (Broken)
        {
            case 2:
                data.RemoveAll(field => field.Name == "customer");
                break;
            case 3:
                data = [.. data.Select(field => field.Name == "operation" ? (field.Name, "\" \\u00A0\"") : field)];
                break;
            case 4:
                data = [.. data.Where(field => field.Name != "purposes"), ("purposes", "[\"dpv:Use\",\"\\t\"]")];
                break;
            case 5:
                data = [.. data.Select(field => field.Name == "institution" ? (field.Name, "\"nobody\"") : field)];
                break;
            case 6:
                data = [.. data.Where(field => field.Name != "attributes"), ("attributes", "{\"r\u00F4le\":\"chat\",\"ro\u0302le\":[\"7\",\"chat\"]}")];
                break;
            default:
                break;
        }

        var fields = data.Where(field => field.Json is not null).Select(field => $"{Quote(field.Name)}:{field.Json}");
        var recorded = recordedTime is null ? "" : $",\"recordedtime\":{Quote(recordedTime)}";
        var json = $$$"""{"specversion":"1.0","id":{{{Quote(id, Escapes)}}},"source":{{{Quote(Source)}}},"type":"datause.event.v1","time":{{{when}}}{{{recorded}}},"data":{ {{{string.Join(',', fields)}}} }}""";
        return Broken switch { 7 => json[..(json.Length / 2)], 8 => "[1, 2]", _ => json };
    }
}

/// <summary>Events as producers write them, and some records that are none.</summary>
internal static class RecordGen
{
    private static readonly Gen<string> Operation = Gen.Frequency(
        (60, Spelling.Of(Alphabet.Operation)), (2, Gen.Const(Alphabet.Never)), (2, Gen.OneOf(Alphabet.Sometimes)), (1, Gen.Const("x:Do")),
        (2, Spelling.False(Gen.OneOf("dpv:Use", "dpv:Share"), "dpv:Marketing", "pd:Financial")));

    private static readonly Gen<string> Purpose = Gen.Frequency((30, Spelling.Of(Alphabet.Purpose)), (1, Spelling.False(Alphabet.Purpose, "dpv:Use", "pd:Financial", "Approved")));

    private static readonly Gen<string> Category = Gen.Frequency((30, Spelling.Of(Alphabet.Category)), (1, Spelling.False(Alphabet.Category, "dpv:Use", "dpv:Marketing", "promotion")));

    private static readonly Gen<string> Value = Gen.OneOf("\"chat\"", "\"7\"", "7", "true", "\"caf\u00E9\"", "\"cafe\u0301\"");

    private static readonly Gen<string> Opaque = Gen.OneOf(
        "{\"code\":\"chat\"}", "{}", "[[\"chat\"]]", "[[]]", "[\"chat\",{\"a\":null}]", "[7,[\"chat\"]]", "[null,{\"chat\":true}]", "[\"7\",true,[null]]", "[7,\"chat\",{}]", "[{},\"7\"]", "[[],\"chat\"]");

    private static readonly Gen<string> Values = Gen.Frequency(
        (12, Value.Array[1, 3].Select(values => $"[{string.Join(',', values)}]")), (8, Value), (1, Gen.OneOf("[]", "null", "[null]")), (2, Value.Select(value => $"[null,{value}]")), (8, Opaque));

    private static readonly Gen<string?> Attributes = Gen.Select(
        Gen.Frequency((2, 0), (5, 1), (2, 2), (3, 3), (1, 4)), Values, Values,
        (which, first, second) => which switch
        {
            0 => null,
            1 => $"{{\"channel\":{first}}}",
            2 => $"{{\"r\u00F4le\":{first}}}",
            3 => $"{{\"ro\u0302le\":{first},\"channel\":{second}}}",
            _ => $"{{\"channel\":{first},\"other\":{second}}}",
        });

    public static Gen<DraftRecord> Of(Gen<string> institution) => Gen.Select(
        Gen.Select(institution, Alphabet.Customer, Operation),
        Gen.Select(Alphabet.Conversation.Null(0.3), Alphabet.Item.Null(0.3), Alphabet.Actor.Null(0.3), Alphabet.Recipient.Null(0.3), Alphabet.Region.Null(0.7)),
        Gen.Select(Gen.Frequency((1, 0), (1, 1), (3, 2), (1, 3)).SelectMany(count => Purpose.Array[count]), Category.Array[0, 2], Alphabet.Form.Array[0, 2], Attributes),
        Gen.Select(Gen.OneOf<long?>(null, 0, 1, 2, 5), Gen.OneOf<bool?>(null, true, false), Gen.OneOf("", "/ads"), Gen.OneOf(null, "service")),
        Gen.Select(Gen.Bool, Gen.Frequency((3, false), (1, true)), Gen.Bool, DraftRecord.AnyBroken),
        (who, where, lists, rest, how) =>
        {
            var (escapes, isDecomposed, isBare, broken) = how;
            string? Text(string? text) => text is null ? null : DraftRecord.Quote(Spelling.Decomposed(text, isDecomposed), escapes);
            string List(string[] texts) => isBare && texts is [var one] ? Text(one)! : $"[{string.Join(',', texts.Select(Text))}]";
            (string, string?)[] data =
            [
                ("institution", DraftRecord.Quote(who.Item1)), ("customer", DraftRecord.Quote(who.Item2, escapes)), ("operation", Text(who.Item3)),
                ("purposes", List(lists.Item1)), ("categories", List(lists.Item2)), ("forms", List(lists.Item3)), ("attributes", lists.Item4),
                ("conversation", Text(where.Item1)), ("item", Text(where.Item2)), ("actor", Text(where.Item3)), ("recipient", Text(where.Item4)), ("region", Text(where.Item5)),
                ("records", rest.Item1?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("customerPresent", rest.Item2 switch { true => "true", false => "false", null => null }),
                ("role", Text(rest.Item4)),
            ];
            return new DraftRecord(rest.Item3, data, escapes, broken);
        });
}
