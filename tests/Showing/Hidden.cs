namespace Covenant.Tests.Showing;

/// <summary>Characters that a reader of a terminal, a log or a page does not see, or that move what is around them: a few of each kind.</summary>
internal static class Hidden
{
    public static readonly (string Kind, string Text)[] Kinds =
    [
        ("control characters", "\u0000\u0007\u0008\u000B\u000C\u001B[31m\u007F"),
        ("control characters of the second set", "\u0080\u0085\u009B\u009F"),
        ("embeddings and overrides", "\u202A\u202B\u202C\u202D\u202E"),
        ("isolates", "\u2066\u2067\u2068\u2069"),
        ("marks of direction", "\u200E\u200F\u061C"),
        ("characters of no width", "\u200B\u200C\u200D\u2060\u2061\u2064\uFEFF\u180E"),
        ("soft hyphens", "\u00AD"),
        ("tags", "\U000E0001\U000E0041\U000E007F"),
        ("selectors of a variation", "\uFE00\uFE0F\U000E0100\U000E01EF\u180B"),
        ("fillers", "\u115F\u1160\u3164\uFFA0\u2800\u034F\u17B4"),
        ("line and paragraph separators", "\u2028\u2029"),
        ("other spaces", "\u00A0\u2002\u202F\u3000"),
        ("interlinear marks", "\uFFF9\uFFFA\uFFFB"),
        ("private use", "\uE000\U000F0000\U0010FFFD"),
        ("not assigned", "\u0378\uFFFF\U0001FFFF"),
    ];

    /// <summary>All of them in one text.</summary>
    public static readonly string All = string.Concat(Kinds.Select(kind => kind.Text));

    /// <summary>The same as a string of JSON, each character an escape, so that it comes through files and arguments as it is.</summary>
    public static readonly string AllAsJson = string.Concat(All.Select(unit => $"\\u{(int)unit:X4}"));

    /// <summary>Those that stand in the text as they are; the ends of lines apart.</summary>
    public static IEnumerable<string> In(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes()
        .Where(rune => rune.Value != '\n' && (All.EnumerateRunes().Contains(rune) || (rune.Value is < 0x20 or (>= 0x7F and < 0xA0)))).Select(rune => $"U+{rune.Value:X4}").Distinct();
}
