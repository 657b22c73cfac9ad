using System.Globalization;

namespace Covenant.Contracts.Explanation;

/// <summary>The small words: lists, numbers, lengths of time.</summary>
internal static class Phrases
{
    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"];

    public static string Quoted(string value) => $"`{value}`";

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string Either(IEnumerable<string> parts) => Joined(parts, "or");

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string Both(IEnumerable<string> parts) => Joined(parts, "and");

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Counted(long value, string noun) => value == 1 ? $"1 {noun}" : $"{Number(value)} {noun}s";

    /// <summary>What comes after <paramref name="max"/> of them: <c>a fifth</c> after four.</summary>
    public static string OneMoreThan(long max) => max < Ordinals.Length ? $"{(max is 7 or 10 ? "an" : max == 0 ? "the" : "a")} {Ordinals[max]}" : "one more";

    public static string Capitalized(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Joined(IEnumerable<string> parts, string word)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {word} {all[^1]}";
    }
}
