using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>What a batch came to.</summary>
/// <param name="Violations">To tell, in the order of the log.</param>
/// <param name="DeadLetters">Of events that could not be judged.</param>
/// <param name="End">Why the tenure cannot go on; then nothing of the batch counts. Null where it can.</param>
internal sealed record BatchOutcome(List<Violation> Violations, List<DeadLetter> DeadLetters, string? End = null)
{
    public static BatchOutcome EndOf(string why) => new([], [], why);
}
