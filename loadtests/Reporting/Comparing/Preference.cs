namespace Covenant.LoadTests.Reporting.Comparing;

/// <summary>Which way a number is better.</summary>
public enum Preference
{
    None,
    Higher,
    Lower,
}
