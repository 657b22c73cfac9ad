using System.Text.Json;
using Covenant.Contracts.Showing;
using CsCheck;

namespace Covenant.Tests.Showing;

public sealed class ShownTests
{
    public static TheoryData<string, string> Kinds => [.. Hidden.Kinds.Select(kind => (kind.Kind, kind.Text))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_character_of_a_kind_that_hides_stands_as_it_is(string kind, string text)
    {
        var shown = Shown.Text($"a{text}b");

        Assert.True(Shown.Hides(text), kind);
        Assert.Matches("^a[ -~]*b$", shown);
        Assert.Equal($"a{text}b", JsonSerializer.Deserialize<string>($"\"{shown}\""));
    }

    [Theory]
    [InlineData("\u202E", "\\u202E")]
    [InlineData("a\nb", "a\\u000Ab")]
    [InlineData("\uD800x", "\\uD800x")]
    [InlineData("x\uDC00", "x\\uDC00")]
    [InlineData("\U000E0041", "\\uDB40\\uDC41")]
    [InlineData("\u001B]0;title\u0007", "\\u001B]0;title\\u0007")]
    public void What_hides_is_shown_as_its_escape(string text, string shown) => Assert.Equal(shown, Shown.Text(text));

    [Theory]
    [InlineData("dpv:Use `x` <b> \\ \"q\"")]
    [InlineData("Ünïcödé, naïve, Ελληνικά, Кириллица")]
    [InlineData("e\u0301 a\u0308")]
    [InlineData("עברית العربية हिन्दी ไทย 日本語 한국어")]
    [InlineData("😀 👍🏽 🇩🇪 ½ € ™ →")]
    [InlineData("")]
    public void What_a_reader_sees_stays_as_it_is(string text) => Assert.Same(text, Shown.Text(text));

    [Fact]
    public void An_emoji_of_several_comes_apart_where_it_is_joined() => Assert.Equal("👩\\u200D💻", Shown.Text("👩\u200D💻"));

    [Fact]
    public void A_text_of_several_lines_becomes_one_line() => Assert.Equal("a b c\\u2028d", Shown.Line("a\r\nb\nc\u2028d"));

    [Theory]
    [InlineData("abcdef", 3, "abc...")]
    [InlineData("abc", 3, "abc")]
    [InlineData("ab😀d", 3, "ab...")]
    public void A_beginning_cuts_no_character_in_two(string text, int charsMax, string shown) => Assert.Equal(shown, Shown.Beginning(text, charsMax));

    [Fact]
    public void Text_that_is_shown_is_shown_already_and_json_stays_the_same_json() => Gen.String[Gen.Char, 0, 40].Sample(text =>
    {
        var shown = Shown.Text(text);
        var json = JsonSerializer.Serialize(text, JsonLineOptions);
        return shown == Shown.Text(shown) && !Shown.Hides(shown)
            && JsonSerializer.Deserialize<string>(Shown.Text(json)) == JsonSerializer.Deserialize<string>(json);
    });

    private static readonly JsonSerializerOptions JsonLineOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
