using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Comparing;

/// <param name="Name">As on the command line.</param>
/// <param name="Values">In the order of the runs; null where a run has no such setting.</param>
public sealed record ComparedSetting(string Name, IReadOnlyList<string?> Values);

/// <summary>Runs beside each other.</summary>
/// <param name="Names">What the runs are called, such as their files' names; all different.</param>
/// <param name="Settings">Those in which the runs differ.</param>
/// <param name="Warnings">Why the numbers say less than they seem to.</param>
public sealed record Comparison(
    IReadOnlyList<string> Names, IReadOnlyList<RunSummary> Runs, IReadOnlyList<ComparedNumber> Numbers, IReadOnlyList<ComparedSetting> Settings, IReadOnlyList<string> Warnings)
{
    /// <param name="files">At least two; the first is what the others are held against.</param>
    public static Comparison Of(IReadOnlyList<(string File, RunSummary Run)> files)
    {
        var names = NamesOf([.. files.Select(file => file.File)]);
        RunSummary[] runs = [.. files.Select(file => file.Run)];
        var settings = runs.SelectMany(run => run.Settings.Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(name => new ComparedSetting(name, [.. runs.Select(run => run.Settings.GetValueOrDefault(name))]))
            .Where(setting => setting.Values.Distinct().Count() > 1);
        ComparedSetting[] differing = [.. settings];
        return new(names, runs, RunNumbers.Of(runs), differing, [.. Comparability.Warnings(names, runs, differing)]);
    }

    /// <summary>In one sentence what the run is better and worse in than the first.</summary>
    public string Sentence(int run)
    {
        string Listed(int standing) => string.Join(", ", Numbers.Where(number => number.Standing(run) == standing).Select(number => Standing(number, run)));
        string better = Listed(1), worse = Listed(-1);
        return (better, worse) switch
        {
            ("", "") => $"`{Names[run]}` is the same as `{Names[0]}` in all that can be better or worse (within {ComparedNumber.SameWithin:0 %})",
            (_, "") => $"`{Names[run]}` is better than `{Names[0]}` in {better}; worse in nothing",
            ("", _) => $"`{Names[run]}` is worse than `{Names[0]}` in {worse}; better in nothing",
            _ => $"`{Names[run]}` is better than `{Names[0]}` in {better}; worse in {worse}",
        };
    }

    private static string Standing(ComparedNumber number, int run) =>
        number.Ratio(run) is { } ratio and > 0 ? $"{number.Name} (× {Unit.Ratio.Of(ratio)})" : $"{number.Name} ({number.Unit.Of(number.Values[run])} against {number.Unit.Of(number.Values[0])})";

    /// <summary>The files' names, or where two are the same their paths, or where these are too a number behind.</summary>
    private static string[] NamesOf(string[] files)
    {
        string[] names = [.. files.Select(Path.GetFileName)!];
        names = names.Distinct().Count() == names.Length ? names : files;
        return names.Distinct().Count() == names.Length ? names : [.. names.Select((name, index) => $"{name} ({index + 1})")];
    }
}
