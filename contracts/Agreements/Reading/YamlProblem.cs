namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Says what the YAML parser found in words that help.</summary>
internal static class YamlProblem
{
    private static readonly (string Found, string Said)[] Known =
    [
        ("tab", "a tab cannot indent: write spaces"),
        ("cannot start any token", "a value that begins with `@`, `%` or a backtick needs quotes"),
        ("anchor or alias", "a `*` here is an alias: to take any value write `\"*\"` in quotes"),
        ("invalid mapping", "a second `key:` where a value belongs: put the value in quotes, or mend the indentation"),
        ("escape", "a `\\` in double quotes begins an escape: write it twice, or put the value in single quotes"),
        ("hexadecimal", "a `\\` in double quotes begins an escape: write it twice, or put the value in single quotes"),
        ("quoted scalar", "a quote that is opened here is not closed"),
        ("flow sequence", "a list that is opened with `[` needs `,` between its items and `]` at its end"),
        ("flow mapping", "a mapping that is opened with `{` needs `,` between its entries and `}` at its end"),
        ("block mapping", "the indentation does not fit what stands above: begin the keys of a mapping in the same column"),
        ("block collection", "the indentation does not fit what stands above: begin the items of a list in the same column"),
        ("node content", "a value, or a bracket that closes, is missing here"),
        ("<document", "text goes on after the document's end: mend the indentation, or divide documents with `---`"),
    ];

    public const string BrokenOff = "not readable as YAML from here on: close what is open, and quote values that begin with `!`, `&`, `*`, `[` or `{`";

    public const string ValueMissing = "not readable as YAML: a key or a value is missing, or the indentation does not fit what stands above";

    public static string Explain(string problem)
    {
        foreach (var (found, said) in Known)
        {
            if (problem.Contains(found, StringComparison.OrdinalIgnoreCase))
            {
                return "not readable as YAML: " + said;
            }
        }

        var line = problem.Split('\n')[0].Trim().TrimEnd('.');
        return "not readable as YAML: " + (line.Length == 0 ? "mend the line" : char.ToLowerInvariant(line[0]) + line[1..].Replace('`', '\''));
    }
}
