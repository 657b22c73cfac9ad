using System.Text;
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
            var (json, timestamp, saysItsTime) = generated.Log[offset];
            text.AppendLine($"#{offset} {(saysItsTime ? "line" : timestamp is { } time ? $"at {time}" : "at no time")} {json}");
        }

        return text.AppendLine($"skew at most {generated.ClockSkewMax}{(generated.Until is { } until ? $", until {until}" : "")}").ToString();
    }

    /// <summary>The case, and where the verdicts of the two sides part.</summary>
    /// <param name="expected">For each record, and one more for the end.</param>
    /// <param name="actual">The same of the other side.</param>
    public static string Of(GeneratedCase generated, IReadOnlyList<IReadOnlyList<string>> expected, IReadOnlyList<IReadOnlyList<string>> actual)
    {
        var text = new StringBuilder(Of(generated));
        for (var offset = 0; offset < expected.Count; offset++)
        {
            var (left, right) = (expected[offset], actual[offset]);
            if (!left.SequenceEqual(right))
            {
                text.AppendLine(offset < generated.Log.Length ? $"at #{offset}:" : "at the end:");
                text.AppendJoin("", left.Select(line => $"  expected {line}\n")).AppendJoin("", right.Select(line => $"  actual   {line}\n"));
            }
        }

        return text.ToString();
    }
}
