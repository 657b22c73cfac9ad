using System.Diagnostics;

namespace Covenant.Tests.Silo;

/// <summary>Waits for a condition that has a name, until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static async Task HoldsAsync(string condition, Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds();)
        {
            Assert.True(waited.Elapsed < Deadline, $"not within {Deadline.TotalSeconds} s: {condition}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
