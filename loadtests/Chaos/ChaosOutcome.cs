using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Proving;

namespace Covenant.LoadTests.Chaos;

/// <summary>How a run ended.</summary>
/// <param name="Events">Judged by the oracle.</param>
/// <param name="Expected">Violations and dead letters that it found.</param>
/// <param name="Told">What a committed reader read.</param>
/// <param name="Changes">Of agreements.</param>
/// <param name="Skipped">Records that were deleted before anybody could judge them; the oracle did not, either.</param>
/// <param name="Redriven">Of what was told, what its topic had not taken at first.</param>
/// <param name="Differences">None where each was told once.</param>
/// <param name="Surprises">What else was not as it should be, such as a silo that ended by itself.</param>
public sealed record ChaosOutcome(
    long Events, long Expected, long Told, int Changes, long Skipped, long Redriven, IReadOnlyList<Difference> Differences, IReadOnlyList<string> Surprises);
