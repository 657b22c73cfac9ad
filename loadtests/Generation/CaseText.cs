using System.Text;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle;

namespace Covenant.LoadTests.Generation;

/// <summary>A case as people read it: the agreements in their language, the log as a table, and the verdicts of both sides beside each event.</summary>
public static class CaseText
{
    public static string Of(GeneratedCase generated)
    {
        var text = new StringBuilder();
        foreach (var agreement in generated.Agreements)
        {
            text.AppendLine(AgreementText.Of(agreement));
        }

        for (var offset = 0; offset < generated.Log.Length; offset++)
        {
            text.AppendLine($"#{offset} {Of(generated.Log[offset])}");
        }

        return text.AppendLine(generated.Until is { } until ? $"until {until}" : "").ToString();
    }

    /// <summary>The case, and where the verdicts of the two sides part.</summary>
    /// <param name="expected">For each event, and one more for the end.</param>
    /// <param name="actual">The same of the other side.</param>
    public static string Of(GeneratedCase generated, IReadOnlyList<IReadOnlyList<OracleVerdict>> expected, IReadOnlyList<IReadOnlyList<OracleVerdict>> actual)
    {
        var text = new StringBuilder(Of(generated));
        for (var offset = 0; offset < expected.Count; offset++)
        {
            string[] left = [.. expected[offset].Select(verdict => verdict.ToString())], right = [.. actual[offset].Select(verdict => verdict.ToString())];
            if (!left.SequenceEqual(right))
            {
                text.AppendLine(offset < generated.Log.Length ? $"at #{offset}:" : "at the end:");
                text.AppendJoin("", left.Select(line => $"  expected {line}\n")).AppendJoin("", right.Select(line => $"  actual   {line}\n"));
            }
        }

        return text.ToString();
    }

    public static string Of(DataUseEvent e)
    {
        (string Name, string? Value)[] fields =
        [
            ("source", e.Source.Length == 0 ? null : e.Source), ("conversation", e.Conversation), ("item", e.Item), ("actor", e.Actor), ("role", e.Role),
            ("recipient", e.Recipient), ("region", e.Region), ("records", e.Records?.ToString()), ("customerPresent", e.CustomerPresent?.ToString()),
            ("purposes", Join(e.Purposes.Select(term => term.Name))), ("categories", Join(e.Categories.Select(term => term.Name))), ("forms", Join(e.Forms)),
            .. e.Attributes.Select(attribute => ($"attributes.{attribute.Name}", Join(attribute.Values))),
        ];
        var shown = fields.Where(field => field.Value is not null).Select(field => $" {field.Name}={field.Value}");
        return $"{e.Time} {e.Institution}/{e.Customer} {e.Id} {e.Operation}{string.Concat(shown)}";
    }

    private static string? Join(IEnumerable<string> values) => values.Any() ? string.Join(',', values) : null;
}
