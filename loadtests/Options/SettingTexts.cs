using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Covenant.LoadTests.Options;

/// <summary>Every option of a command as it is in force, by its name without the dashes.</summary>
internal static class SettingTexts
{
    public static IReadOnlyDictionary<string, string> Of(ParseResult parsed, params (string Name, string Value)[] found)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in parsed.CommandResult.Command.Options)
        {
            if (parsed.GetResult(option) is { } result && TextOf(result) is { Length: > 0 } text)
            {
                texts[option.Name.TrimStart('-')] = text;
            }
        }

        foreach (var (name, value) in found)
        {
            texts[name] = value;
        }

        return texts;
    }

    private static string? TextOf(OptionResult result) => result.Tokens.Count > 0
        ? string.Join(", ", result.Tokens.Select(token => token.Value))
        : Convert.ToString(result.GetValueOrDefault<object?>(), CultureInfo.InvariantCulture);
}
