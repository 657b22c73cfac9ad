namespace Covenant.LoadTests.Runs;

/// <summary>How a load ended.</summary>
/// <param name="Seconds">How long events were due.</param>
public sealed record LoadOutcome(
    DateTimeOffset StartedAt, double Seconds, LoadSummary Load, LatencySummary? Latency, ProofSummary Proof, IReadOnlyList<RunSample> Samples, IReadOnlyList<ProcessSeries> Processes,
    IReadOnlyList<RunMark> Marks, IReadOnlyList<string> Remarks);
