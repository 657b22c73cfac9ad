using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Systems;

namespace Covenant.Tests.Faults;

/// <summary>Two silos and a load, faults, and then: each violation told once, none missing, none invented, none doubled.</summary>
internal static class FaultRun
{
    private const int Seed = 20_261_123;

    public static async Task CheckAsync(FaultFixture fixture, Func<ChaosStage, CancellationToken, Task> faults, Func<StageSettings, StageSettings>? change = null) =>
        await CheckAsync(await fixture.PartsAsync(), faults, change);

    /// <param name="faults">What happens while the load goes on.</param>
    /// <param name="change">To the usual settings.</param>
    /// <param name="afterwards">What happens when the load has ended, and not all is told yet.</param>
    public static async Task CheckAsync(
        SystemParts parts, Func<ChaosStage, CancellationToken, Task> faults, Func<StageSettings, StageSettings>? change = null, Func<ChaosStage, CancellationToken, Task>? afterwards = null)
    {
        var token = TestContext.Current.CancellationToken;
        var settings = new StageSettings
        {
            Executable = SiloExecutable.Find()!,
            Seed = Seed,
            Rate = 300,
            Silo = new Dictionary<string, string> { ["Covenant:Checkpoint:Every"] = "00:00:01" },
        };
        await using var stage = await ChaosStage.StartAsync(parts, change?.Invoke(settings) ?? settings, token);
        var isOver = false;
        var load = stage.LoadAsync(() => isOver, token);
        Assert.True(await stage.CatchesUpAsync(token), "the silos keep up before any fault");
        await faults(stage, token);
        Assert.True(await stage.CatchesUpAsync(token), $"the silos have caught up: lag {stage.Lag}");
        isOver = true;
        await load;
        await (afterwards?.Invoke(stage, token) ?? Task.CompletedTask);

        var outcome = await stage.FinishAsync(token);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}: {outcome.Events} events, {outcome.Changes} agreement changes, {outcome.Expected} to be told");
        List<string> wrong = [.. outcome.Differences.Select(difference => difference.ToString()), .. outcome.Surprises];
        wrong.ForEach(TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.Empty(wrong);
        Assert.InRange(outcome.Expected, 100, long.MaxValue);
    }

    public static StageSettings With(this StageSettings settings, string name, string value) =>
        settings with { Silo = new Dictionary<string, string>(settings.Silo) { [name] = value } };
}
