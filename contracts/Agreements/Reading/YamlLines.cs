using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Says what spoils a text as YAML where the line shows it, and the parser names only what follows from it.</summary>
internal static partial class YamlLines
{
    private const int LengthMax = 2_000, LinesBefore = 2, ItemLinesMax = 100;

    [GeneratedRegex(@"^ *(?:- +)?(?<key>[A-Za-z]+) *[\uFF1A\u2236\uA789]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherColon { get; }

    [GeneratedRegex(@"^ *-(?<key>[A-Za-z]+):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DashWithoutBlank { get; }

    [GeneratedRegex(@"^ *(?:- +)?(?<key>[A-Za-z]+) *\r?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyAlone { get; }

    [GeneratedRegex(@"^(?<indent> *)(?<key>[A-Za-z]+):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"^[^'""{\[]*: +(?<quote>['""])(?:(?!\k<quote>).)*\k<quote>\s*[^\s'"",#}\]]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BehindQuote { get; }

    /// <summary>The line that spoils it, and what to say of it; null where nothing is seen.</summary>
    /// <param name="line">1-based: where the parser gave up.</param>
    public static (int Line, string Said)? Explain(string text, int line)
    {
        var lines = text.Split('\n');
        line = Math.Clamp(line, 1, lines.Length);
        if (OfOne(lines, line) is { } said)
        {
            return (line, said);
        }

        // A key without its sign spoils the lines around it.
        for (var at = line; at >= Math.Max(1, line - LinesBefore); at--)
        {
            if (lines[at - 1].Length <= LengthMax && OfKey(lines[at - 1]) is { } found)
            {
                return (at, found);
            }
        }

        return line > 1 && KeyAlone.Match(lines[line - 2]) is { Success: true } alone && KeyHints.IsKey(alone.Groups["key"].Value)
            ? (line - 1, $"a colon is missing after {Quoted.Of(alone.Groups["key"].Value)}") : null;
    }

    private static string? OfOne(string[] lines, int line)
    {
        var written = lines[line - 1];
        if (written.Length > LengthMax)
        {
            return null;
        }

        return written.TrimStart().StartsWith("```", StringComparison.Ordinal) ? "a fence of three backticks is no YAML: leave out its lines"
            : written.TrimStart(' ').StartsWith('\u00A0') ? "a no-break space cannot indent: write plain spaces"
            : MeantEntry.MissingBlankBeforeBracket(written) is { } beforeBracket ? beforeBracket
            : InColumnOfDash(lines, line) is { } key ? $"{Quoted.Of(key)} begins in the column of the dash above it: begin it in the column of the key behind the dash"
            : BehindQuote.IsMatch(written) ? "text goes on behind a closing quote: put the whole value in quotes of the other kind" : null;
    }

    private static string? OfKey(string written)
    {
        if (OtherColon.Match(written) is { Success: true } colon && KeyHints.IsKey(colon.Groups["key"].Value))
        {
            return $"what follows {Quoted.Of(colon.Groups["key"].Value)} looks like a colon and is none: write {Quoted.Of(colon.Groups["key"].Value + ":")}, and a blank behind it";
        }

        if (DashWithoutBlank.Match(written) is { Success: true } dash && KeyHints.IsKey(dash.Groups["key"].Value))
        {
            return $"a blank is missing after the dash in {Quoted.Of(written.Trim())}: write {Quoted.Of("- " + written.Trim()[1..])}";
        }

        return MeantEntry.MissingBlank(written.Trim().TrimStart('-', ' '));
    }

    private static string? InColumnOfDash(string[] lines, int line)
    {
        if (Key.Match(lines[line - 1]) is not { Success: true } key || !KeyHints.IsKey(key.Groups["key"].Value))
        {
            return null;
        }

        var indent = key.Groups["indent"].Length;
        var above = lines.Take(line - 1).Reverse().Take(ItemLinesMax).FirstOrDefault(other => other.Length > indent && other.TakeWhile(letter => letter == ' ').Count() <= indent);
        return above is not null && above.AsSpan(indent).StartsWith("- ") && above.AsSpan(0, indent).TrimStart(' ').IsEmpty ? key.Groups["key"].Value : null;
    }
}
