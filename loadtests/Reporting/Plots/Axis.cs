namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>Where values stand, from 0 to 1, and which of them are written beside it.</summary>
internal sealed record Axis(Func<double, double> Place, IReadOnlyList<Tick> Ticks)
{
    /// <summary>As a share of the axis: a label's width on a phone.</summary>
    private const double NarrowRoom = 0.21;

    /// <param name="place">May be outside of 0 to 1, and is then put at the edge.</param>
    public static Axis Of(Func<double, double> place, IReadOnlyList<(double Value, string Text)> ticks)
    {
        double Clamped(double value) => Math.Clamp(place(value), 0, 1);
        List<Tick> written = [];
        var last = double.NegativeInfinity;
        foreach (var (value, text) in ticks)
        {
            var isWideOnly = Clamped(value) - last < NarrowRoom;
            last = isWideOnly ? last : Clamped(value);
            written.Add(new(Clamped(value), text, isWideOnly));
        }

        return new(Clamped, written);
    }

    /// <summary>The greatest of 1, 2, 5, 10, 20... that is not above.</summary>
    public static double NiceAtMost(double value) => 1 / NiceAtLeast(1 / value);

    /// <summary>The least of 1, 2, 5, 10, 20... times a power of ten that is not below.</summary>
    public static double NiceAtLeast(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1.0, 2, 5, 10 }.Select(digit => digit * power).First(nice => nice >= value * (1 - 1e-9));
    }
}
