using System.Text;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What a user wrote, as a message repeats it: in backticks, on one line, and not too long.</summary>
internal static class Quoted
{
    private const int LengthMax = 64;

    public static string Of(string text)
    {
        var quoted = new StringBuilder("`");
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, LengthMax)))
        {
            quoted.Append(letter == '`' ? '\'' : char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' ? '?' : letter);
        }

        return quoted.Append(text.Length > LengthMax ? "...`" : "`").ToString();
    }

    /// <summary>`a`, `b` or `c`.</summary>
    public static string Choice(IReadOnlyList<string> words) =>
        words.Count == 1 ? Of(words[0]) : $"{string.Join(", ", words.Take(words.Count - 1).Select(Of))} or {Of(words[^1])}";
}
