namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>Where values stand, from 0 to 1, and which of them are written beside it.</summary>
internal sealed record Axis(Func<double, double> Place, IReadOnlyList<Tick> Ticks)
{
    private const int NarrowTicksMax = 5;

    /// <param name="place">May be outside of 0 to 1, and is then put at the edge.</param>
    public static Axis Of(Func<double, double> place, IReadOnlyList<(double Value, string Text)> ticks)
    {
        double Clamped(double value) => Math.Clamp(place(value), 0, 1);
        var every = (ticks.Count + NarrowTicksMax - 1) / NarrowTicksMax;
        return new(Clamped, [.. ticks.Select((tick, index) => new Tick(Clamped(tick.Value), tick.Text, index % every != 0))]);
    }

    /// <summary>The least of 1, 2, 5, 10, 20... times a power of ten that is not below.</summary>
    public static double NiceAtLeast(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1.0, 2, 5, 10 }.Select(digit => digit * power).First(nice => nice >= value * (1 - 1e-9));
    }
}
