using System.Globalization;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads single values. Where one is a mistake, that is told and a stand-in comes back: its document yields no agreement anyway.</summary>
internal sealed partial class ValueReader(MistakeList mistakes)
{
    /// <summary>The largest whole number that every JSON reader keeps exactly.</summary>
    public const long WholeMax = (1L << 53) - 1;

    [GeneratedRegex(@"^[0-9]{1,3}\.000\z", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands { get; }

    public string Text(Node node, string key)
    {
        if (node is ScalarNode { IsNull: false, Written.Length: > 0 } scalar)
        {
            if (scalar.IsCut)
            {
                mistakes.Warn(node, $"`{key}` ends before the ` #`, which begins a comment: put the whole text in quotes if it goes on");
            }

            return scalar.Written;
        }

        mistakes.Add(node, $"`{key}` needs a text, not {(node is ScalarNode ? "nothing" : node.Shown)}");
        return "";
    }

    public long Whole(Node node, string key, long min, long max)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (node is ScalarNode { IsPlain: true } scalar && scalar.Written.Length <= 40
            && decimal.TryParse(scalar.Written, Style, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) && number >= min && number <= max)
        {
            if (scalar.Written.TrimStart('+', '-') is ['0', _, ..] digits && digits.All(char.IsAsciiDigit))
            {
                mistakes.Warn(node, $"`{key}: {scalar.Written}` is read as the decimal {number:0}, where a reader of YAML 1.1 takes a number with a leading 0 for an octal one: write `{number:0}`");
            }

            if (Thousands.IsMatch(scalar.Written))
            {
                mistakes.Warn(node, $"`{key}: {scalar.Written}` is read as {number:0}, for a point begins a fraction: write `{number:0}`, or `{scalar.Written.Replace(".", "", StringComparison.Ordinal)}` if thousands are meant");
            }

            return (long)number;
        }

        mistakes.Add(node, () => $"`{key}` needs a whole number from {min} to {max}, not {ShownNumber(node, min, max)}");
        return min;
    }

    private static string ShownNumber(Node node, long min, long max)
    {
        var meant = node is ScalarNode { Written: var written } && MeantNumber.Of(written) is { } number && number >= min && number <= max ? number : (decimal?)null;
        return node is ScalarNode { IsPlain: false } && meant?.ToString(CultureInfo.InvariantCulture) == ((ScalarNode)node).Written ? $"the text {node.Shown}: leave out the quotes"
            : meant is not null ? $"{node.Shown}: write `{meant:0}`"
            : node is ScalarNode { Written: var word } && word.TrimStart('.').ToLowerInvariant() is "unlimited" or "infinite" or "infinity" or "inf" or "none" or "any" ? $"{node.Shown}: for no limit leave the clause out"
            : node.Shown;
    }

    /// <summary>One of an enumeration's names, in small letters.</summary>
    public T Choice<T>(Node node, string key)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        var index = Choice(node, key, names);
        return Enum.GetValues<T>()[Math.Max(0, index)];
    }

    /// <summary>Which of the names it is; -1 where it is none of them.</summary>
    public int Choice(Node node, string key, IReadOnlyList<string> names)
    {
        var written = node is ScalarNode scalar ? scalar.Value : "";
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == written)
            {
                return i;
            }
        }

        mistakes.Add(node, () => $"`{key}` cannot be {node.Shown}: {Suggest(key, written.Trim(), names)}");
        return -1;
    }

    private static string Suggest(string key, string written, IReadOnlyList<string> names) =>
        ChoiceSynonyms.Say(key, written) is { } said ? said
        : (ChoiceSynonyms.Find(key, written) ?? Nearest.To(written, names)) is { } meant && names.Contains(meant) ? $"did you mean {Quoted.Of(meant)}?"
        : $"write {Quoted.Choice(names)}";
}
