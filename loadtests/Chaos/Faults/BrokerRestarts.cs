namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>The broker is away for five seconds: while the silos have nothing to do, or in the middle of it; killed, or told to end.</summary>
internal static class BrokerRestarts
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Fault.OnStage("broker restarted while idle, killed", _ => true, (stage, random, token) => RestartIdleAsync(stage, isKilled: true, random, token)),
        Fault.OnStage("broker restarted while idle, shut down", _ => true, (stage, random, token) => RestartIdleAsync(stage, isKilled: false, random, token)),
        new("broker restarted while busy, killed", _ => true, (stage, _, token) => RestartAsync(stage, isKilled: true, token)),
        new("broker restarted while busy, shut down", _ => true, (stage, _, token) => RestartAsync(stage, isKilled: false, token)),
    ];

    private static async Task RestartIdleAsync(ChaosStage stage, bool isKilled, Random random, CancellationToken token)
    {
        await stage.PauseAsync(token);
        await Task.Delay(FaultCatalogue.Pause(random, 3), token);
        await RestartAsync(stage, isKilled, token);
        stage.Load.Resume();
    }

    private static async Task RestartAsync(IFaultTarget stage, bool isKilled, CancellationToken token)
    {
        var broker = stage.Parts.Broker;
        stage.TopicsTouched();
        await (isKilled ? broker.KillAsync() : broker.EndAsync());
        await Task.Delay(Away, token);
        await broker.StartAgainAsync();
        stage.Healed();
    }
}
