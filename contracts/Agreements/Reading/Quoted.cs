using Covenant.Contracts.Showing;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What a user wrote, as a message repeats it: in backticks, on one line, and not too long.</summary>
internal static class Quoted
{
    private const int LengthMax = 64;

    public static string Of(string text) => $"`{Shown.Beginning(text, LengthMax).Replace('`', '\'')}`";

    /// <summary>`a`, `b` or `c`.</summary>
    public static string Choice(IReadOnlyList<string> words) =>
        words.Count == 1 ? Of(words[0]) : $"{string.Join(", ", words.Take(words.Count - 1).Select(Of))} or {Of(words[^1])}";
}
