using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Scenarios;

/// <summary>A scenario, read: the agreements in their own language, and what happens.</summary>
internal sealed record ScenarioTable(string Agreements, IReadOnlyList<ScenarioLine> Lines)
{
    private static readonly string[] Keys = ["tolerance:", "status:", "effective:", "scope:", "sets:"];

    public static ScenarioTable Parse(string text)
    {
        var rows = text.Split('\n').Select(row => row.Split(" #")[0].TrimEnd()).Where(row => row.Length > 0 && row[0] != '#').ToList();
        var lines = new List<ScenarioLine>();
        var clock = new ScenarioClock();
        foreach (var row in rows.Where(IsLine))
        {
            lines.Add(ScenarioLine.Parse(row, clock, lines.Count(line => line.Record is not null) + 1));
        }

        return new(Documents(rows.Where(row => !IsLine(row))), lines);
    }

    private static bool IsLine(string row) => char.IsAsciiDigit(row[0]) || row[0] == '+' || row.StartsWith("until ", StringComparison.Ordinal);

    private static string Documents(IEnumerable<string> rows)
    {
        var text = new StringBuilder();
        var (institution, version, head, clauses) = ("bank", 1, new StringBuilder(), new StringBuilder());
        void End()
        {
            if (head.Length + clauses.Length > 0)
            {
                var effective = head.ToString().Contains("effective:", StringComparison.Ordinal) ? "" : $"effective: {EventTime.Epoch}\n";
                text.Append($"---\nagreement: {institution}\nversion: {version}\n{effective}{head}clauses:{(clauses.Length == 0 ? " []\n" : $"\n{clauses}")}");
            }

            head.Clear();
            clauses.Clear();
        }

        foreach (var row in rows)
        {
            var words = row.Split(' ', 3);
            switch (words[0])
            {
                case "agreement":
                    End();
                    (institution, version) = (words[1], 1);
                    break;
                case "version":
                    End();
                    version = int.Parse(words[1]);
                    break;
                case "clause":
                    var form = words[2].Split(' ', 2);
                    clauses.Append($"  - id: {words[1].TrimEnd(':')}\n    {form[0]}: {form[1]}\n");
                    break;
                case "":
                    clauses.Append($"    {row.Trim()}\n");
                    break;
                default:
                    Assert.Contains(words[0], Keys);
                    head.Append(row).Append('\n');
                    break;
            }
        }

        End();
        return text.ToString();
    }
}
