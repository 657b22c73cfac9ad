using Covenant.LoadTests.Chaos.Faults;

namespace Covenant.LoadTests.Chaos.Reporting;

/// <summary>All times that one fault happened. In seconds.</summary>
internal sealed record FaultRow(string Fault, int Times, double ProgressP50, double ProgressMax, double TellingP50, double TellingMax, double? BackP50, double? BackMax)
{
    public static FaultRow Of(IGrouping<string, Recovery> times)
    {
        double[] progress = [.. times.Select(time => time.WithoutProgress.TotalSeconds).Order()], telling = [.. times.Select(time => time.WithoutTelling.TotalSeconds).Order()];
        double[] back = [.. times.Select(time => time.Back?.TotalSeconds).OfType<double>().Order()];
        return new(
            times.Key, progress.Length, Median(progress), progress[^1], Median(telling), telling[^1],
            back.Length == 0 ? null : Median(back), back.Length == 0 ? null : back[^1]);
    }

    private static double Median(double[] ordered) => ordered[(ordered.Length - 1) / 2];
}
