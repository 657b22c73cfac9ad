using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Sections;

/// <summary>A number that most readers came for.</summary>
/// <param name="Note">What it has to be seen against; empty for nothing.</param>
public sealed record Tile(string Name, string Value, string Note = "")
{
    public static IReadOnlyList<Tile> AllOf(RunSummary run) => [.. OfDrain(run), .. OfSearch(run), .. OfLoad(run), .. OfLatency(run), .. OfLag(run), .. OfProof(run)];

    private static IEnumerable<Tile> OfDrain(RunSummary run) => run.Drain is not { } drain ? [] :
    [
        new("drained", Unit.PerSecond.Of(drain.Rate), $"{Unit.Count.Of(drain.Events)} events"),
        new("of the bare consumer", Unit.Percent.Of(drain.Ratio), Unit.PerSecond.Of(drain.BareRate)),
        new("processor per event", Unit.Microseconds.Of(drain.ProcessorPerEvent), "silos, broker and storage"),
    ];

    private static IEnumerable<Tile> OfSearch(RunSummary run)
    {
        if (run.Steps.Count > 0)
        {
            var best = run.Steps.Where(step => step.Holds).MaxBy(step => step.Rate);
            yield return new("highest rate that held", best is null ? "none" : Unit.PerSecond.Of(best.Rate), best is null ? $"{run.Steps.Count} tried" : $"p99 {Unit.Milliseconds.Of(best.P99)}, {run.Steps.Count} tried");
        }
    }

    private static IEnumerable<Tile> OfLoad(RunSummary run) => run.Drain is not null ? [] :
    [
        new("judged", Unit.PerSecond.Of(run.Load.JudgedRate), $"{Unit.Count.Of(run.Load.Judged)} events"),
        new("sent", Unit.PerSecond.Of(run.Load.SentRate), $"{Unit.Count.Of(run.Load.Sent)} events"),
        new("generator behind", Unit.Seconds.Of(run.Load.BehindMax), "at most"),
    ];

    private static IEnumerable<Tile> OfLatency(RunSummary run) => run.Latency is not { } latency ? [] :
    [
        new("latency p50", Unit.Milliseconds.Of(latency.P50), $"mean {Unit.Milliseconds.Of(latency.Mean)}"),
        new("latency p99", Unit.Milliseconds.Of(latency.P99), $"p90 {Unit.Milliseconds.Of(latency.P90)}"),
        new("latency p99.9", Unit.Milliseconds.Of(latency.P999), $"highest {Unit.Milliseconds.Of(latency.Max)}"),
    ];

    private static IEnumerable<Tile> OfLag(RunSummary run) => [new("highest lag", Unit.Count.Of(run.Load.LagMax), $"{Unit.Count.Of(run.Load.LagAtEnd)} at the end")];

    private static IEnumerable<Tile> OfProof(RunSummary run) =>
    [
        new("violations told", Verdict.IsProven(run) ? Unit.Count.Of(run.Proof.Told) : "–", Verdict.IsProven(run) ? $"{Unit.Count.Of(run.Proof.Expected)} expected" : "not compared"),
        new("errors", Unit.Count.Of(run.Load.Errors)),
    ];
}
