using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Drains;

/// <summary>How a drain ended.</summary>
/// <param name="FillRate">Events per second into the topic, before any silo ran.</param>
internal sealed record DrainOutcome(
    DateTimeOffset StartedAt, DrainSummary Drain, ProofSummary Proof, double FillRate, IReadOnlyList<RunSample> Samples, IReadOnlyList<ProcessSeries> Processes, IReadOnlyList<RunMark> Marks);
