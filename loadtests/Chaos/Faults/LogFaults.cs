using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Chaos.Load;

namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>Something is wrong with the log of events, or with what may be written of it.</summary>
internal static class LogFaults
{
    private const int PartitionsMax = 8;

    // By which a customer's records may have moved, and the rest of the log gone on.
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromMinutes(1);

    // A silo that is frozen for longer loses its partitions, and goes back to its checkpoint, which may lie before what is deleted.
    private static readonly TimeSpan FrozenMax = TimeSpan.FromSeconds(4);

    // Longer than the broker holds back an answer to a silo that asked before it was frozen.
    private static readonly TimeSpan Answered = TimeSpan.FromMilliseconds(300);

    public static Fault SkewedGateway { get; } = Fault.OnStage("skewed gateway", stage => stage.BelievesProducers, SkewAsync);

    public static IReadOnlyList<Fault> All { get; } =
    [
        SkewedGateway,
        Fault.OnStage("partitions added", stage => stage.Progress.Partitions < PartitionsMax, AddPartitionAsync),
        Fault.OnStage("retention, silos stopped", FaultCatalogue.Stored, DeleteWhileStoppedAsync),
        Fault.OnStage("retention, silos frozen", _ => true, DeleteWhileFrozenAsync),
        Fault.OnStage("quota", stage => stage.Parts.Broker.User is not null, LimitAsync),
    ];

    // Timestamps that are ahead move clocks as far, so they stay within the tolerance: beyond it all honest events would be late until time has caught up.
    private static async Task SkewAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var own = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(2 + 88 * random.NextDouble());
        var timestamps = random.Next(2) == 0 ? TimeSpan.FromMinutes(-180 * random.NextDouble()) : TimeSpan.FromMinutes(8 * random.NextDouble());
        await stage.Load.BetweenRecordsAsync(() => stage.Script.Skew = new GatewaySkew(own, timestamps), token);
        await Task.Delay(TimeSpan.FromSeconds(5) + FaultCatalogue.Pause(random, 5), token);
        await stage.Load.BetweenRecordsAsync(() => stage.Script.Skew = default, token);
    }

    private static async Task AddPartitionAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var count = stage.Progress.Partitions + 1;
        using var admin = ChaosTopics.Admin(stage.Parts.Broker.Address);
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = ChaosTopics.Events, IncreaseTo = count }]);
        await stage.Load.KnowsAsync(count, token);
        var cut = Array.Empty<long>();
        await stage.Load.BetweenRecordsAsync(
            () =>
            {
                cut = stage.Progress.SentOf();
                stage.Progress.Add();
                stage.Script.AddPartition();
            },
            token);
        await stage.Log.AddPartitionAsync(cut);
        if (!await stage.HoldsAsync(() => stage.Progress.ToldOf()[count - 1] > 0, token, NoticedWithin))
        {
            stage.Surprise($"partition {count - 1} was added, and nothing of it was told of within {NoticedWithin}");
        }
    }

    private static async Task DeleteWhileStoppedAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        await stage.PauseAsync(token);
        await stage.Crew.StopAllAsync();
        var read = stage.Progress.SentOf();
        stage.Load.Resume();
        await Task.Delay(FaultCatalogue.Pause(random, 3), token);
        await DeleteAsync(stage, read, random);
        await stage.Crew.StartAllAgainAsync(token);
        stage.Healed();
    }

    private static async Task DeleteWhileFrozenAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        await stage.PauseAsync(token);
        var frozen = Stopwatch.StartNew();
        foreach (var silo in stage.Crew.Silos)
        {
            silo.Freeze();
        }

        await Task.Delay(Answered, token);
        var read = stage.Progress.SentOf();
        stage.Load.Resume();
        await Task.Delay(FaultCatalogue.Pause(random, 2), token);
        if (frozen.Elapsed < FrozenMax)
        {
            await DeleteAsync(stage, read, random);
        }

        foreach (var silo in stage.Crew.Silos)
        {
            silo.Thaw();
        }

        stage.Healed();
    }

    // What the harness has read of some partitions, and no silo has, or the first part of it.
    private static async Task DeleteAsync(ChaosStage stage, long[] read, Random random)
    {
        using var admin = ChaosTopics.Admin(stage.Parts.Broker.Address);
        var ends = stage.Log.Ends();
        var partitions = Enumerable.Range(0, ends.Length).Where(partition => ends[partition] > read[partition]).ToArray();
        random.Shuffle(partitions);
        foreach (var partition in partitions.Take(1 + random.Next(partitions.Length)))
        {
            var to = read[partition] + 1 + (long)(random.NextDouble() * (ends[partition] - read[partition]));
            to = Math.Min(to, ends[partition]);
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(ChaosTopics.Events, partition, to)]);
            stage.Log.Skip(partition, read[partition], to);
        }
    }

    // Well below what silos tell of the load.
    private static async Task LimitAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        await stage.Parts.Broker.LimitProducersAsync(random.Next(15_000, 60_000));
        await Task.Delay(TimeSpan.FromSeconds(8) + FaultCatalogue.Pause(random, 7), token);
        await stage.Parts.Broker.LimitProducersAsync(null);
        stage.Healed();
    }
}
