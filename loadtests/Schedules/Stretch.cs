namespace Covenant.LoadTests.Schedules;

/// <summary>A part of a schedule, over which the rate goes evenly from one to another.</summary>
/// <param name="Seconds">Above 0.</param>
/// <param name="From">Events per second.</param>
/// <param name="To">Events per second.</param>
/// <param name="Name">For marks; null where nothing new begins.</param>
public sealed record Stretch(double Seconds, double From, double To, string? Name = null)
{
    internal double Events => (From + To) / 2 * Seconds;

    internal double CountAt(double second) => From * second + (To - From) / Seconds * second * second / 2;

    // The same the other way round.
    internal double SecondOf(double count)
    {
        var steepness = (To - From) / Seconds;
        var rate = Math.Sqrt(Math.Max(0, From * From + 2 * steepness * count));
        return From + rate > 0 ? 2 * count / (From + rate) : 0;
    }
}
