using System.Globalization;

namespace Covenant.LoadTests.Schedules;

/// <summary>What a load is asked to be; rates in events per second.</summary>
public sealed record Profile
{
    public const double RateMax = 5_000_000;

    private static readonly TimeSpan LengthMax = TimeSpan.FromDays(7);

    private static readonly TimeSpan Breath = TimeSpan.FromMinutes(2);

    public ProfileKind Kind { get; init; } = ProfileKind.Steady;

    public double Rate { get; init; } = 10_000;

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of a ramp or steps: where they end. Of a spike: its peak.</summary>
    public double To { get; init; } = 50_000;

    public int Steps { get; init; } = 5;

    /// <summary>Of a spike: how long. Of a backlog: for how long nobody judges, or how much of the load is due at once where the system runs already.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with it, as one line; null where nothing is.</summary>
    public string? Mistake =>
        Rate is not (>= 1 and <= RateMax) ? $"`--rate` is {Rate}: give 1 to {RateMax} events per second"
        : To is not (>= 1 and <= RateMax) ? $"`--to` is {To}: give 1 to {RateMax} events per second"
        : Length < TimeSpan.FromSeconds(1) || Length > LengthMax ? "`--for` is out of its bounds: give 1s to 168h"
        : Steps is < 2 or > 100 ? $"`--steps` is {Steps}: give 2 to 100"
        : Hold <= TimeSpan.Zero || (Kind is ProfileKind.Spike or ProfileKind.Backlog && Hold >= Length) ? "`--hold` is out of its bounds: give more than 0, and less than `--for`"
        : null;

    /// <param name="silosWait">Whether silos are held back for a backlog; else it is due in the first second.</param>
    public Schedule ToSchedule(bool silosWait) => new(Kind switch
    {
        ProfileKind.Ramp => [new(Length.TotalSeconds, Rate, To)],
        ProfileKind.Step => Enumerable.Range(0, Steps).Select(StepOf),
        ProfileKind.Spike => Spike(),
        ProfileKind.Soak => Soak(),
        ProfileKind.Backlog when !silosWait => [new(1, Rate * Hold.TotalSeconds, Rate * Hold.TotalSeconds, "backlog"), new(Length.TotalSeconds - 1, Rate, Rate, "steady")],
        _ => [new(Length.TotalSeconds, Rate, Rate)],
    });

    private Stretch StepOf(int step)
    {
        var rate = Rate + (To - Rate) * step / (Steps - 1);
        return new(Length.TotalSeconds / Steps, rate, rate, string.Create(CultureInfo.InvariantCulture, $"{rate:0}/s"));
    }

    private Stretch[] Spike()
    {
        var side = (Length - Hold).TotalSeconds / 2;
        return [new(side, Rate, Rate), new(Hold.TotalSeconds, To, To, "spike"), new(side, Rate, Rate, "spike over")];
    }

    private IEnumerable<Stretch> Soak()
    {
        var breaths = Math.Max(1, (int)(Length / Breath));
        var quarter = Length.TotalSeconds / breaths / 4;
        double high = Rate * 1.1, low = Rate * 0.9;
        return Enumerable.Repeat<Stretch[]>([new(quarter, Rate, high), new(quarter, high, Rate), new(quarter, Rate, low), new(quarter, low, Rate)], breaths).SelectMany(breath => breath);
    }
}
