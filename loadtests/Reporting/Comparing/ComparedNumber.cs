namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>One number of several runs. The first run is what the others are held against.</summary>
/// <param name="Values">In the order of the runs; null where a run has none.</param>
public sealed record ComparedNumber(string Name, Unit Unit, Preference Better, IReadOnlyList<double?> Values)
{
    /// <summary>Less than this share apart is the same: two runs of one build differ by as much.</summary>
    public const double SameWithin = 0.02;

    public double? Difference(int run) => Values[run] - Values[0];

    /// <summary>Of the run to the first; null where there is none.</summary>
    public double? Ratio(int run) => Values[run] / Values[0] is { } ratio && double.IsFinite(ratio) ? ratio : null;

    /// <summary>1 better, -1 worse, 0 the same; null where that cannot be said.</summary>
    public int? Standing(int run)
    {
        if (Better == Preference.None || Difference(run) is not { } difference)
        {
            return null;
        }

        var isSame = Math.Abs(difference) <= SameWithin * Math.Max(Math.Abs(Values[0]!.Value), Math.Abs(Values[run]!.Value));
        return isSame ? 0 : difference > 0 == (Better == Preference.Higher) ? 1 : -1;
    }
}
