namespace Covenant.LoadTests.Workload;

/// <summary>Draws ranks by Zipf's law, without a table: rejection-inversion (Hörmann and Derflinger 1996), a few operations however many ranks there are.</summary>
/// <param name="ranks">At least 1.</param>
/// <param name="exponent">0 = all ranks alike.</param>
internal sealed class ZipfRank(int ranks, double exponent)
{
    private readonly double _first = Integral(1.5, exponent) - 1;

    private readonly double _last = Integral(ranks + 0.5, exponent);

    private readonly double _near = 2 - Inverse(Integral(2.5, exponent) - Math.Pow(2, -exponent), exponent);

    /// <summary>0 for the most frequent.</summary>
    public int Next(ref Dice dice)
    {
        while (true)
        {
            var area = _last + dice.NextShare() * (_first - _last);
            var at = Inverse(area, exponent);
            var rank = Math.Clamp((int)(at + 0.5), 1, ranks);
            if (rank - at <= _near || area >= Integral(rank + 0.5, exponent) - Math.Pow(rank, -exponent))
            {
                return rank - 1;
            }
        }
    }

    // Of x to the minus exponent, with the limit where the exponent is 1.
    private static double Integral(double x, double exponent)
    {
        var log = Math.Log(x);
        var scaled = (1 - exponent) * log;
        return Math.Abs(scaled) > 1e-8 ? log * (Math.Exp(scaled) - 1) / scaled : log * (1 + scaled / 2);
    }

    private static double Inverse(double area, double exponent)
    {
        var scaled = Math.Max(-1, area * (1 - exponent));
        return Math.Abs(scaled) > 1e-8 ? Math.Exp(area * Math.Log(1 + scaled) / scaled) : Math.Exp(area * (1 - scaled / 2));
    }
}
