using System.Text.Json;
using Spectre.Console;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>A comparison for a terminal, or as one JSON document.</summary>
public static class ComparisonText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(Comparison comparison, IAnsiConsole console)
    {
        console.Write(Numbers(comparison));
        if (comparison.Settings.Count > 0)
        {
            console.Write(Settings(comparison));
        }

        foreach (var run in Enumerable.Range(1, comparison.Names.Count - 1))
        {
            console.WriteLine(comparison.Sentence(run));
        }

        foreach (var warning in comparison.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }
    }

    public static string ToJson(Comparison comparison) => JsonSerializer.Serialize(
        new
        {
            runs = comparison.Names,
            numbers = comparison.Numbers.Select(number => new
            {
                number.Name,
                unit = number.Unit.Name,
                better = number.Better.ToString().ToLowerInvariant(),
                number.Values,
                differences = Others(comparison).Select(number.Difference),
                ratios = Others(comparison).Select(number.Ratio),
                standings = Others(comparison).Select(number.Standing).Select(Word),
            }),
            settings = comparison.Settings,
            sentences = Others(comparison).Select(comparison.Sentence),
            comparison.Warnings,
        },
        Json);

    /// <summary>Such as <c>better</c>; empty where that cannot be said.</summary>
    public static string Word(int? standing) => standing switch { 1 => "better", 0 => "same", -1 => "worse", _ => "" };

    /// <summary>With its sign, such as <c>+1,200 /s</c>.</summary>
    public static string Apart(ComparedNumber number, int run) =>
        number.Difference(run) is not { } difference ? "–" : number.Unit == Unit.Percent ? $"{difference * 100:+0.#;−0.#;0} points" : difference == 0 ? "0" : $"{(difference > 0 ? "+" : "−")}{number.Unit.Of(Math.Abs(difference))}";

    public static string Times(ComparedNumber number, int run) => number.Ratio(run) is { } ratio ? $"× {Unit.Ratio.Of(ratio)}" : "–";

    private static Table Numbers(Comparison comparison)
    {
        var table = new Table().RoundedBorder().AddColumn("").AddColumn(Right(comparison.Names[0]));
        foreach (var run in Others(comparison))
        {
            table.AddColumn(Right(comparison.Names[run])).AddColumn(Right("difference")).AddColumn(Right("ratio")).AddColumn("");
        }

        foreach (var number in comparison.Numbers)
        {
            table.AddRow([new Text(number.Name), new Text(number.Unit.Of(number.Values[0])), .. Others(comparison).SelectMany(run => new[]
            {
                new Text(number.Unit.Of(number.Values[run])), new Text(Apart(number, run)), new Text(Times(number, run)),
                new Text(Word(number.Standing(run)), number.Standing(run) switch { 1 => new Style(Color.Green), -1 => new Style(Color.Red), _ => Style.Plain }),
            })]);
        }

        return table;
    }

    private static Table Settings(Comparison comparison)
    {
        var table = new Table().RoundedBorder().AddColumn("differs");
        foreach (var name in comparison.Names)
        {
            table.AddColumn(new TableColumn(new Text(name)));
        }

        foreach (var setting in comparison.Settings)
        {
            table.AddRow([new Text(setting.Name), .. setting.Values.Select(value => new Text(value ?? "–"))]);
        }

        return table;
    }

    private static IEnumerable<int> Others(Comparison comparison) => Enumerable.Range(1, comparison.Names.Count - 1);

    private static TableColumn Right(string header) => new TableColumn(new Text(header)).RightAligned();
}
