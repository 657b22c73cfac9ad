using System.Text;
using System.Text.Json;
using CsCheck;

namespace Covenant.Tests.Events;

/// <summary>Random events as JSON text, in every way in which JSON lets one write the same.</summary>
internal static class EventGens
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "paypal", "dpv:Use", "dpv:Marketing", "ads-ranking", "é", "客戶 😀", "quo\"te\\", "tab\t\n\u0001", "a/b", new string('x', 200)),
        Gen.String[Gen.Char['a', 'e'], 1, 3]);

    private static readonly Gen<string> Name = Gen.OneOf(Gen.OneOf("dpv:Use", "dpv:Access", "Notified", "acme:Ü"), Gen.String[Gen.Char['a', 'c'], 1, 2]);

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Select(Text, Gen.Int[0, 3], Quote), Gen.OneOf("true", "false", "null", "0", "-1.50", "1E+3", "{}", "[]", "{ \"a\" : [ 1 ] }"));

    private static readonly Gen<string> Strings = Gen.OneOf(
        Gen.Const("null"), Gen.Select(Name, Gen.Int[0, 3], Quote), List(Gen.Select(Name, Gen.Int[0, 3], Quote)));

    private static readonly Gen<string> Attributes = Gen.OneOf(
        Gen.Const("null"),
        Gen.Dictionary(Gen.String[Gen.Char['a', 'e'], 1, 2], Gen.OneOf(Scalar, List(Scalar)))[0, 5].Select(all => Object([.. all.Select(one => (one.Key, one.Value))], 0)));

    private static readonly Gen<string> Time = Gen.Select(Gen.Long[0, 4_102_444_800], Gen.Int[-840, 840], Gen.OneOf("yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz"))
        .Select((second, offset, format) => DateTimeOffset.FromUnixTimeSeconds(second).AddTicks(second % 10_000_000).ToOffset(TimeSpan.FromMinutes(offset))
            .ToString(format, System.Globalization.CultureInfo.InvariantCulture));

    private static readonly Gen<string> Optional = Gen.OneOf(Gen.Const("null"), Gen.Select(Text, Gen.Int[0, 3], Quote));

    private static readonly Gen<string> Customer = Gen.OneOf(Gen.OneOf("c", "客戶", "😀", "c/1"), Gen.String[Gen.Char['a', 'c'], 1, 2]);

    private static readonly Gen<string> Data =
        Gen.Select(
            Gen.Select(Gen.OneOf("paypal", "western-union", "b2"), Customer, Name, Gen.Int[0, 3]),
            Gen.Select(Strings, Strings, Strings, Attributes),
            Gen.Select(Optional.Array[7], Gen.OneOf("null", "0", "17", "9007199254740991"), Gen.OneOf("null", "true", "false")),
            Gen.Select(Gen.Bool.Array[12], Gen.Int[0, 1_000_000], Scalar))
        .Select((required, lists, scalars, layout) => Object(
            Shuffled(
                layout.Item2,
                [("institution", Quote(required.Item1, required.Item4)), ("customer", Quote(required.Item2, required.Item4)), ("operation", Quote(required.Item3, required.Item4))],
                layout.Item1.Zip(
                    [
                        ("purposes", lists.Item1), ("categories", lists.Item2), ("forms", lists.Item3), ("attributes", lists.Item4),
                        ("actor", scalars.Item1[0]), ("role", scalars.Item1[1]), ("recipient", scalars.Item1[2]), ("conversation", scalars.Item1[3]),
                        ("item", scalars.Item1[4]), ("records", scalars.Item2), ("region", scalars.Item1[5]), ("customerPresent", scalars.Item3),
                    ]),
                [("unknown", layout.Item3)]),
            required.Item4));

    public static readonly Gen<string> Json =
        Gen.Select(Data, Time, Gen.Select(Gen.Select(Gen.Int[1, 99], Gen.Int[0, 3], Quote), Optional), Gen.Select(Gen.Bool.Array[2], Gen.Int[0, 1_000_000], Gen.Int[0, 3], Scalar))
            .Select((data, time, texts, layout) => Object(
                Shuffled(
                    layout.Item2,
                    [("specversion", "\"1.0\""), ("id", texts.Item1), ("time", Quote(time, layout.Item3)), ("data", data)],
                    layout.Item1.Zip([("source", texts.Item2), ("traceparent", texts.Item2)]),
                    [("subject", layout.Item4), ("other", layout.Item4)]),
                layout.Item3));

    private static string Quote(int text, int style) => Quote($"e{text}", style);

    /// <summary>Styles: 0 plain, 1 as the platform escapes, 2 each character escaped, 3 every other one.</summary>
    private static string Quote(string text, int style)
    {
        if (style == 1)
        {
            return JsonSerializer.Serialize(text);
        }

        var json = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var pairs = char.IsSurrogate(text[i]);
            var escaped = style == 2 || (style == 3 && i % 2 == 0 && !pairs) || text[i] is '"' or '\\' or < ' ';
            json.Append(escaped ? $"\\u{(int)text[i]:x4}" : text[i].ToString());
        }

        return json.Append('"').ToString();
    }

    private static Gen<string> List(Gen<string> entry) => entry.Array[0, 4].Select(entries => $"[ {string.Join(",", entries)} ]");

    private static string Object(IReadOnlyList<(string Name, string Value)> members, int style) =>
        $"{{ {string.Join(", ", members.Select(member => $"{Quote(member.Name, style)} : {member.Value}"))}\n}}";

    private static (string, string)[] Shuffled(
        int seed, (string, string)[] required, IEnumerable<(bool There, (string, string) Member)> optional, (string, string)[] ignored)
    {
        (string, string)[] all = [.. required, .. optional.Where(one => one.There).Select(one => one.Member), .. ignored];
        new Random(seed).Shuffle(all);
        return all;
    }
}
