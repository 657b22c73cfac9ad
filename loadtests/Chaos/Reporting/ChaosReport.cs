using System.Globalization;
using System.Text.Json;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Proving;
using Spectre.Console;

namespace Covenant.LoadTests.Chaos.Reporting;

/// <summary>Tells how a run ended: for people as a table, or as one line of JSON.</summary>
internal sealed class ChaosReport(int seed, TimeSpan length, ChaosOutcome outcome, IReadOnlyList<Recovery> recoveries)
{
    private const int ListedMax = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private IReadOnlyList<FaultRow> Rows { get; } = [.. recoveries.GroupBy(recovery => recovery.Fault).Select(FaultRow.Of)];

    public void Print(IAnsiConsole console)
    {
        var table = new Table().RoundedBorder();
        table.AddColumn("fault").AddColumn(Right("times")).AddColumn(Right("without progress, p50")).AddColumn(Right("max")).AddColumn(Right("without a violation, p50")).AddColumn(Right("max")).AddColumn(Right("after its return, p50")).AddColumn(Right("max"));
        foreach (var row in Rows)
        {
            table.AddRow(row.Fault, Text(row.Times), Text(row.ProgressP50), Text(row.ProgressMax), Text(row.TellingP50), Text(row.TellingMax), Text(row.BackP50), Text(row.BackMax));
        }

        console.Write(table);
        foreach (var line in outcome.Differences.Take(ListedMax).Select(difference => difference.ToString()).Concat(outcome.Surprises))
        {
            console.WriteLine(line);
        }

        console.WriteLine($"seed {seed}, {length.TotalSeconds:0} s, {outcome.Events} events, {outcome.Changes} agreement changes, {outcome.Skipped} records deleted unread: {outcome.Expected} to be told, {outcome.Told} told, {outcome.Redriven} of them redriven: {Counts()}");
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            seed,
            seconds = length.TotalSeconds,
            outcome.Events,
            outcome.Changes,
            outcome.Skipped,
            outcome.Expected,
            outcome.Told,
            outcome.Redriven,
            missing = Count(DifferenceKind.Missing),
            invented = Count(DifferenceKind.Invented),
            doubled = Count(DifferenceKind.Doubled),
            differences = outcome.Differences.Take(ListedMax).Select(difference => difference.ToString()),
            outcome.Surprises,
            faults = Rows,
        },
        Json);

    private string Counts() =>
        $"{Count(DifferenceKind.Missing)} missing, {Count(DifferenceKind.Invented)} invented, {Count(DifferenceKind.Doubled)} doubled";

    private int Count(DifferenceKind kind) => outcome.Differences.Count(difference => difference.Kind == kind);

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Text(double? seconds) => seconds is { } known ? $"{known.ToString("0.0", CultureInfo.InvariantCulture)} s" : "";

    private static string Text(int times) => times.ToString(CultureInfo.InvariantCulture);
}
