using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>What can happen, by name.</summary>
public static class FaultCatalogue
{
    /// <summary>Longer than the silos' session with the broker, so that what is frozen loses its partitions.</summary>
    public static readonly TimeSpan BeyondSession = TimeSpan.FromSeconds(9);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("silo killed", Stored, async (stage, random, token) => await KillSiloAsync(stage, Pick(stage, random), Pause(random, 5), token)),
        new("silo killed, at once again", Stored, async (stage, random, token) => await KillSiloAsync(stage, Pick(stage, random), TimeSpan.Zero, token)),
        new("all silos killed", Stored, KillAllSilosAsync),
        new("rolling restart", Stored, RollAsync),
        new("silo frozen", Several, async (stage, random, token) => await FreezeSiloAsync(Pick(stage, random), BeyondSession + Pause(random, 4), token)),
        new("silo frozen, shortly", Always, async (stage, random, token) => await FreezeSiloAsync(Pick(stage, random), Pause(random, 4), token)),
        new("broker killed", Always, (stage, random, token) => KillBrokerAsync(stage, Pause(random, 3), token)),
        new("broker frozen", Always, (stage, random, token) => FreezeBrokerAsync(stage, BeyondSession + Pause(random, 3), token)),
        new("broker read-only", Always, (stage, random, token) => RefuseViolationsAsync(stage, Pause(random, 8), token)),
        new("storage killed", Stored, (stage, random, token) => KillStorageAsync(stage.Parts.Storage!, Pause(random, 5), token)),
        new("storage frozen", Stored, (stage, random, token) => FreezeStorageAsync(stage.Parts.Storage!, TimeSpan.FromSeconds(6) + Pause(random, 6), token)),
        new("storage read-only", stage => stage.Parts.Storage is RedisNode, (stage, random, token) => RefuseWritesAsync((RedisNode)stage.Parts.Storage!, Pause(random, 8), token)),
        new("membership killed", stage => stage.Parts.Membership is not null, (stage, random, token) => KillStorageAsync(stage.Parts.Membership!, Pause(random, 5), token)),
        .. BrokerRestarts.All,
        .. BankTopicFaults.All,
        .. LogFaults.All,
        .. StateFaults.All,
    ];

    /// <summary>What may be asked for.</summary>
    public static IEnumerable<string> Names => All.SelectMany(fault => new[] { fault.Name.Split(',')[0], fault.Name }).Distinct();

    /// <summary>Those that can happen to the stage.</summary>
    /// <param name="names">Of those alone; none = all.</param>
    /// <exception cref="InvalidOperationException">None can.</exception>
    public static IReadOnlyList<Fault> For(IFaultTarget stage, IReadOnlyCollection<string> names)
    {
        List<Fault> possible = [.. All.Where(fault => (names.Count == 0 || names.Any(fault.IsCalled)) && fault.Needs(stage))];
        return possible.Count > 0 ? possible : throw new InvalidOperationException("none of the faults named can happen to these silos and this storage");
    }

    public static async Task KillSiloAsync(IFaultTarget stage, SiloNode silo, TimeSpan down, CancellationToken token)
    {
        await stage.Crew.KillAsync(silo);
        await Task.Delay(down, token);
        await stage.Crew.StartAgainAsync(silo, token);
    }

    /// <summary>It does not know that it was away, and its partitions are another's meanwhile.</summary>
    public static async Task FreezeSiloAsync(SiloNode silo, TimeSpan frozen, CancellationToken token)
    {
        silo.Freeze();
        await Task.Delay(frozen, token);
        silo.Thaw();
    }

    public static async Task RollAsync(IFaultTarget stage, Random random, CancellationToken token)
    {
        foreach (var silo in stage.Crew.Silos)
        {
            await stage.Crew.StopAsync(silo);
            await stage.Crew.StartAgainAsync(silo, token);
        }
    }

    public static async Task KillBrokerAsync(IFaultTarget stage, TimeSpan down, CancellationToken token)
    {
        var broker = stage.Parts.Broker;
        stage.TopicsTouched();
        await broker.KillAsync();
        await Task.Delay(down, token);
        await broker.StartAgainAsync();
        stage.Healed();
    }

    public static async Task FreezeBrokerAsync(IFaultTarget stage, TimeSpan frozen, CancellationToken token)
    {
        stage.Parts.Broker.Freeze();
        await Task.Delay(frozen, token);
        stage.Parts.Broker.Thaw();
        stage.Healed();
    }

    public static async Task RefuseViolationsAsync(IFaultTarget stage, TimeSpan refused, CancellationToken token)
    {
        stage.TopicsTouched();
        await ChaosTopics.RefuseWritesAsync(stage.Parts.Broker.Address, stage.ToldTopics, true);
        await Task.Delay(refused, token);
        await ChaosTopics.RefuseWritesAsync(stage.Parts.Broker.Address, stage.ToldTopics, false);
        stage.Healed();
    }

    public static async Task KillStorageAsync(IStorageNode storage, TimeSpan down, CancellationToken token)
    {
        await storage.DieAsync();
        await Task.Delay(down, token);
        await storage.StartAgainAsync();
    }

    /// <summary>Clients give up on what it then does all the same.</summary>
    public static async Task FreezeStorageAsync(IStorageNode storage, TimeSpan frozen, CancellationToken token)
    {
        storage.Freeze();
        await Task.Delay(frozen, token);
        storage.Thaw();
    }

    public static async Task RefuseWritesAsync(RedisNode redis, TimeSpan refused, CancellationToken token)
    {
        await redis.RefuseWritesAsync(true);
        await Task.Delay(refused, token);
        await redis.RefuseWritesAsync(false);
    }

    private static async Task KillAllSilosAsync(IFaultTarget stage, Random random, CancellationToken token)
    {
        await Task.WhenAll(stage.Crew.Silos.Select(stage.Crew.KillAsync));
        await Task.WhenAll(stage.Crew.Silos.Select(silo => stage.Crew.StartAgainAsync(silo, token)));
    }

    private static SiloNode Pick(IFaultTarget stage, Random random) => stage.Crew.Silos[random.Next(stage.Crew.Silos.Count)];

    internal static TimeSpan Pause(Random random, int secondsMax) => TimeSpan.FromSeconds(0.5 + random.NextDouble() * secondsMax);

    private static bool Always(IFaultTarget stage) => true;

    private static bool Several(IFaultTarget stage) => stage.Crew.Silos.Count > 1;

    internal static bool Stored(IFaultTarget stage) => stage.Parts.Storage is not null;
}
