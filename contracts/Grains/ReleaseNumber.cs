namespace Covenant.Contracts.Grains;

/// <summary>
/// What was held of one cohort comes to institutions beside what its partition sends them, with a position of its own: as if it were another
/// partition's, with a number that no partition has.
/// </summary>
public static class ReleaseNumber
{
    // As many cohorts as there may be.
    private const int Cohorts = 1_000_000;

    /// <summary>Negative, and another one for each cohort of the first 2,147 partitions.</summary>
    public static int Of(int partition, int cohort) => unchecked((partition * Cohorts) + cohort) | int.MinValue;
}
