using System.Globalization;
using System.Text;
using System.Text.Json;
using Covenant.Contracts.Agreements;

namespace Covenant.Silo.Commands.Replay;

/// <summary>What is said of a replay on standard error when it has ended.</summary>
internal static class ReplaySummary
{
    public static string Text(ReplayCounts counts, TimeSpan took, bool shadowPrinted)
    {
        var text = new StringBuilder();
        Line(text, "events", $"{Number(counts.Events)} ({Number(counts.Touches)} touches), {Number(Rate(counts, took))} events/s");
        Line(text, "violations", Number(counts.Enforced));
        AddClauses(text, counts, ClauseMode.Enforce);
        if (counts.Shadow > 0)
        {
            Line(text, "in shadow", Number(counts.Shadow) + (shadowPrinted ? "" : " (not printed; --shadow prints them)"));
            AddClauses(text, counts, ClauseMode.Shadow);
        }

        if (counts.HeldBack > 0)
        {
            Line(text, "held back", $"{Number(counts.HeldBack)} more by `report: first`");
        }

        Line(text, "pending", $"{Number(counts.Pending)} obligations still open");
        Line(text, "duplicates", Number(counts.Duplicates));
        Line(text, "late", Number(counts.Late));
        Line(text, "unreadable", Number(counts.Unreadable));
        foreach (var (reason, count) in counts.Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Number(count),12}  {reason}\n");
        }

        return text.ToString();
    }

    public static string Json(ReplayCounts counts, TimeSpan took) => JsonSerializer.Serialize(new
    {
        events = counts.Events,
        touches = counts.Touches,
        violations = counts.Enforced,
        shadow = counts.Shadow,
        clauses = counts.Clauses.Select(entry => new
        {
            institution = entry.Key.Institution,
            clause = entry.Key.Clause,
            mode = entry.Key.Mode == ClauseMode.Enforce ? "enforce" : "shadow",
            violations = entry.Value,
        }),
        heldBack = counts.HeldBack,
        pending = counts.Pending,
        duplicates = counts.Duplicates,
        late = counts.Late,
        unreadable = counts.Unreadable,
        reasons = counts.Reasons,
        seconds = Math.Round(took.TotalSeconds, 3),
        eventsPerSecond = Rate(counts, took),
    }) + "\n";

    private static void AddClauses(StringBuilder text, ReplayCounts counts, ClauseMode mode)
    {
        foreach (var ((institution, clause, _), count) in counts.Clauses.Where(entry => entry.Key.Mode == mode))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Number(count),12}  {institution} {clause}\n");
        }
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-12}{value}\n");

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static long Rate(ReplayCounts counts, TimeSpan took) => (long)(counts.Events / Math.Max(took.TotalSeconds, 0.001));
}
