using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Drains;

/// <summary>How a drain ended.</summary>
/// <param name="Seconds">From the start of the silos until all was judged.</param>
/// <param name="FillRate">Events per second into the topic, before any silo ran.</param>
internal sealed record DrainOutcome(
    DateTimeOffset StartedAt, double Seconds, DrainSummary Drain, ProofSummary Proof, double FillRate, IReadOnlyList<RunSample> Samples, IReadOnlyList<ProcessSeries> Processes,
    IReadOnlyList<RunMark> Marks, IReadOnlyList<string> Surprises);
