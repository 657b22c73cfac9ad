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
        Fault.OnStage("storage emptied", FaultCatalogue.Stored, EmptyAsync),
    ];

    // That partition stands still until its row is back, and no other does.
    private static async Task SpoilPartitionAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var partition = random.Next(stage.Progress.Partitions);
        await stage.Crew.StopAllAsync();
        var heal = await stage.Parts.Storage!.SpoilAsync(new StoredRow(stage.Table, "partition", $"{ChaosTopics.Events}/{partition}"));
        await stage.Crew.StartAllAgainAsync(token);
        var told = (await stage.CommittedAsync())[partition];
        if (!await stage.HoldsAsync(() => stage.Progress.LagBut(partition) <= stage.Rate, token))
        {
            stage.Surprise($"the row of partition {partition} alone cannot be read, and the others still lag by {stage.Progress.LagBut(partition)} records after {stage.Patience}");
        }

        await Task.Delay(FaultCatalogue.Pause(random, 5), token);
        if ((await stage.CommittedAsync())[partition] is var now && now != told)
        {
            stage.Surprise($"partition {partition} went on from offset {told} to {now}, though its row cannot be read");
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
