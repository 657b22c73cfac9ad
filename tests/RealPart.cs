namespace Covenant.Tests;

/// <summary>A program that tests run against and that this repository does not hold.</summary>
internal static class RealPart
{
    /// <summary>Where something is missing the test skips and says what; where <c>CI</c> is true it fails, for there nothing that is missing may pass for done.</summary>
    /// <param name="missing">What is missing, and how to get it; null where nothing is.</param>
    public static void Require(string? missing)
    {
        if (missing is not null)
        {
            Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), missing);
            Assert.Fail(missing);
        }
    }
}
