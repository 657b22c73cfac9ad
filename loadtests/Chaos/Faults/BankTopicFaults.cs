using System.Diagnostics;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Chaos.Load;

namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>One bank's topic takes nothing for a while: what it was to hear comes later, once and marked; nobody else notices.</summary>
internal static class BankTopicFaults
{
    // Shorter than the silos' session with the broker, so that they do not lose their partitions as well.
    private static readonly TimeSpan FrozenMax = TimeSpan.FromSeconds(4);

    // What a frozen silo had sent has come to the broker by then.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(200);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Fault.OnStage("a bank's topic refused", HasRights, RefuseAsync),
        Fault.OnStage("a bank's topic deleted, and made by the silo", HasRights, (stage, random, token) => DeleteAsync(stage, Pick(random), token)),
        Fault.OnStage("a bank's topic deleted, and not to be made", HasRights, DeleteForGoodAsync),
    ];

    private static bool HasRights(ChaosStage stage) => stage.Parts.Broker.User is not null;

    private static string Pick(Random random) => Banks.Names[random.Next(Banks.Names.Length)];

    private static async Task RefuseAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var (bank, broker) = (Pick(random), stage.Parts.Broker);
        var topic = ChaosTopics.ViolationsOf(bank);
        stage.Reader.Redriven.Touched(bank);
        await TopicRights.DenyAsync(broker.Address, broker.User!, topic, random.Next(2) == 0 ? AclOperation.Write : AclOperation.All);
        var from = stage.Progress.SentOf();
        await OthersGoOnAsync(stage, bank, FaultCatalogue.Pause(random, 8), token);
        stage.Reader.Redriven.Closed(bank, from, stage.Progress.ToldOf());
        await TopicRights.HealAsync(broker.Address, broker.User!, topic);
        stage.Healed();
    }

    private static async Task DeleteForGoodAsync(ChaosStage stage, Random random, CancellationToken token)
    {
        var (bank, broker) = (Pick(random), stage.Parts.Broker);
        var topic = ChaosTopics.ViolationsOf(bank);
        await TopicRights.DenyAsync(broker.Address, broker.User!, topic, AclOperation.Create);
        await DeleteAsync(stage, bank, token, async made =>
        {
            var from = stage.Progress.SentOf();
            await OthersGoOnAsync(stage, bank, FaultCatalogue.Pause(random, 8), token);
            stage.Reader.Redriven.Closed(bank, from, stage.Progress.ToldOf());
            await TopicRights.HealAsync(broker.Address, broker.User!, topic);
            if (random.Next(2) == 0)
            {
                await made.CreateAsync();
            }
        });
    }

    // What stands in it goes with it, so it is read before; and none of it may be in a transaction whose end is not known yet.
    /// <param name="gone">What happens before somebody may make it again.</param>
    private static async Task DeleteAsync(ChaosStage stage, string bank, CancellationToken token, Func<BankTopic, Task>? gone = null)
    {
        stage.Reader.Redriven.Touched(bank);
        using var topic = new BankTopic(stage.Parts.Broker.Address, ChaosTopics.ViolationsOf(bank), ChaosTopics.ToldPartitions);
        for (var tries = Stopwatch.StartNew(); !await IsDeletedAsync(stage, bank, topic, token);)
        {
            if (tries.Elapsed > stage.Patience)
            {
                throw new InvalidOperationException($"no moment was found in which the topic of `{bank}` could be deleted with all of it read");
            }
        }

        await (gone?.Invoke(topic) ?? Task.CompletedTask);
        if (!await topic.IsMadeAsync(stage.Patience, token))
        {
            stage.Surprise($"the topic of `{bank}` was deleted, and the silo, which may, did not make it again within {stage.Patience}");
            await topic.CreateAsync();
        }

        stage.Healed();
        await stage.Reader.FollowAsync(topic.Partitions());
    }

    private static async Task<bool> IsDeletedAsync(ChaosStage stage, string bank, BankTopic topic, CancellationToken token)
    {
        var frozen = Stopwatch.StartNew();
        foreach (var silo in stage.Crew.Silos)
        {
            silo.Freeze();
        }

        try
        {
            await Task.Delay(OnItsWay, token);
            if (await topic.HasOpenTransactionAsync() || frozen.Elapsed > FrozenMax)
            {
                return false;
            }

            var count = topic.Count(token);
            while (!await stage.Reader.ForgetAsync(ChaosTopics.ViolationsOf(bank), count))
            {
                await Task.Delay(OnItsWay / 4, token);
            }

            await topic.DeleteAsync(token);
            return true;
        }
        finally
        {
            foreach (var silo in stage.Crew.Silos)
            {
                silo.Thaw();
            }
        }
    }

    private static async Task OthersGoOnAsync(ChaosStage stage, string bank, TimeSpan time, CancellationToken token)
    {
        await Task.Delay(time, token);
        if (!await stage.CatchesUpAsync(token))
        {
            stage.Surprise($"the lag was {stage.Lag} records {stage.Patience.TotalSeconds} s after the topic of `{bank}` alone took nothing more");
        }
    }
}
