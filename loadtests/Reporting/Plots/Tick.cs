namespace Covenant.LoadTests.Reporting.Plots;

/// <param name="Place">0 to 1 along the axis.</param>
/// <param name="IsWideOnly">Left out where the page is narrow.</param>
internal readonly record struct Tick(double Place, string Text, bool IsWideOnly);
