using System.Text.RegularExpressions;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>Unicode's normalization form C, but for a text with more than 30 combining marks in a row.</summary>
internal static partial class FormC
{
    public static string Of(string text) => ManyMarks.IsMatch(text) ? text : text.Normalize();

    /// <summary>The same, where the rule is not broken.</summary>
    public static string Of(string text, RuleBook rules, SheetRule rule) => Of(text) is var normal && rules.Decides(rule, normal != text) ? normal : text;

    [GeneratedRegex(@"\p{M}{31}")]
    private static partial Regex ManyMarks { get; }
}
