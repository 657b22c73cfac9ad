using Covenant.LoadTests.Chaos.Reading;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>What silos find in storage, when they start, is not what they left there; it is put back later, and nothing is lost.</summary>
internal static class StateFaults
{
    // Of what a silo says where it refuses to start.
    private const string TokenWords = "Covenant:State:StartEmpty=";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Fault.OnStage("row unreadable, partition", FaultCatalogue.Stored, SpoilPartitionAsync),
        Fault.OnStage("row unreadable, cohort", FaultCatalogue.Stored, (stage, random, token) => HoldAsync(stage, "cohort", FaultCatalogue.Pause(random, 5), token)),
        Fault.OnStage("row unreadable, institution", FaultCatalogue.Stored, (stage, random, token) => HoldAsync(stage, "institution", FaultCatalogue.Pause(random, 5), token)),
        Fault.OnStage("storage emptied", FaultCatalogue.Stored, EmptyAsync),
    ];

    private static Task SpoilPartitionAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var partition = random.Next(stage.Progress.Partitions);
        return SpoilAsync(stage, new StoredRow(stage.Table, "partition", $"{ChaosTopics.Events}/{partition}"), partition, FaultCatalogue.Pause(random, 5), token);
    }

    // Its records wait apart, and nothing else does; what they came to is told late.
    private static async Task HoldAsync(ChaosStage stage, string kind, TimeSpan time, CancellationToken token)
    {
        await SpoilAsync(stage, new StoredRow(stage.Table, kind, null), held: null, time, token);
        if (!await stage.HoldsAsync(() => HeldBacklog.Count(stage.Parts.Broker.Address) == 0, token))
        {
            stage.Surprise($"a row of kind {kind} can be read again, and {HeldBacklog.Count(stage.Parts.Broker.Address)} records are still held after {stage.Patience}");
        }
    }

    /// <param name="held">The partition that stands still until the row is back; null where none does.</param>
    private static async Task SpoilAsync(ChaosStage stage, StoredRow row, int? held, TimeSpan time, CancellationToken token)
    {
        await stage.Crew.StopAllAsync();
        var heal = await stage.Parts.Storage!.SpoilAsync(row);
        var told = await stage.CommittedAsync();
        await stage.Crew.StartAllAgainAsync(token);
        if (!await stage.HoldsAsync(() => stage.Progress.LagBut(held) <= stage.Rate, token))
        {
            stage.Surprise($"the row {row.Kind} `{row.Key}` alone cannot be read, and what it does not hold still lags by {stage.Progress.LagBut(held)} records after {stage.Patience}");
        }

        await Task.Delay(time, token);
        if (held is { } partition && (await stage.CommittedAsync())[partition] is var now && now != told[partition])
        {
            stage.Surprise($"partition {partition} went on from offset {told[partition]} to {now}, though its row cannot be read");
        }

        await heal();
        stage.Healed();
    }

    private static async Task EmptyAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var storage = stage.Parts.Storage!;
        await stage.Crew.StopAllAsync();
        var whole = await storage.CopyAsync();
        var told = await stage.CommittedAsync();
        await storage.EmptyAsync();
        foreach (var silo in stage.Crew.Silos)
        {
            if (await stage.Crew.RefusesToStartAsync(silo, token) is not { } said || !said.Contains(TokenWords, StringComparison.Ordinal))
            {
                stage.Surprise($"storage was emptied while positions are committed, and {silo.Name} did not refuse to start with a token: {silo.LastLog}");
            }
        }

        if (!(await stage.CommittedAsync()).SequenceEqual(told))
        {
            stage.Surprise("storage was emptied while positions are committed, and something was told of all the same");
        }

        await storage.RestoreAsync(whole);
        await stage.Crew.StartAllAgainAsync(token);
        stage.Healed();
    }
}
