using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>The times of one case: a start beside something that happens to calendars or clocks, and a step of which every duration is a multiple, so that events meet boundaries.</summary>
/// <param name="Durations">For windows and deadlines.</param>
internal sealed record Grid(EventTime Start, TimeSpan Step, Duration[] Durations, TimeSpan[] Lengths)
{
    private static readonly EventTime[] Starts =
    [
        EventTime.Parse("2024-02-28T20:00:00Z"), // a leap day, and the end of a month
        EventTime.Parse("2024-03-10T05:00:00Z"), // Los Angeles loses an hour at 10:00
        EventTime.Parse("2024-10-26T20:00:00Z"), // Berlin repeats the hour from 00:00
        EventTime.Parse("2025-01-31T12:00:00Z"), // a month that February cuts short
        EventTime.Parse("2025-02-27T12:00:00Z"), // the days before which four of March are clamped
        EventTime.Parse("2026-01-04T22:00:00Z"), // a Sunday
    ];

    public static readonly Gen<Grid> Any = Gen.Select(Gen.OneOf(Starts), Gen.Frequency((3, true), (1, false)), (start, hours) => hours
        ? new Grid(start, TimeSpan.FromMinutes(30), Parse("PT30M", "PT1H", "PT2H", "P1D"), [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromDays(1)])
        : new Grid(start, TimeSpan.FromHours(12), Parse("P1D", "P2D", "P1M", "P1M1D"), [TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(3)]));

    public EventTime At(int steps, int ticks = 0) => new(Start.Ticks + steps * Step.Ticks + ticks);

    /// <summary>Tolerances: none, less than a step, some steps.</summary>
    public Gen<TimeSpan> Tolerance => Gen.OneOf(TimeSpan.Zero, Agreement.DefaultTolerance, Step, Step * 2, Step * 5);

    private static Duration[] Parse(params string[] texts) => [.. texts.Select(Duration.Parse)];
}
