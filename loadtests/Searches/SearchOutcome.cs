using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Searches;

/// <summary>How a search ended.</summary>
internal sealed record SearchOutcome(
    DateTimeOffset StartedAt, double Seconds, LoadSummary Load, ProofSummary Proof, IReadOnlyList<SearchStep> Steps, IReadOnlyList<RunSample> Samples, IReadOnlyList<ProcessSeries> Processes,
    IReadOnlyList<RunMark> Marks, IReadOnlyList<string> Remarks);
