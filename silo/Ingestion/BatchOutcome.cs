using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>What a batch came to.</summary>
/// <param name="Violations">To tell, in the order of the log.</param>
/// <param name="Letters">Of events on which the judge failed.</param>
/// <param name="Contributions">What limits over all customers are to count, in the order of the log.</param>
/// <param name="Held">Records of cohorts that are held from this batch on, as they are to be written.</param>
/// <param name="IsMoreDue">More cohorts are to be woken by the same clock, in a step of its own.</param>
/// <param name="End">Why the tenure cannot go on; then nothing of the batch counts. Null where it can.</param>
internal sealed record BatchOutcome(
    List<Untold<Violation>> Violations, List<DeadLetter> Letters, List<Contribution> Contributions, List<StepRecord> Held, bool IsMoreDue = false, string? End = null)
{
    public static BatchOutcome Nothing { get; } = new([], [], [], []);

    public static BatchOutcome EndOf(string why) => Nothing with { End = why };
}
