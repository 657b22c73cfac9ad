using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Held;

/// <summary>The topic of what is held is deleted: what stood there is lost, and never without a word.</summary>
public sealed class HeldTopicTests(RedisFixture redis)
{
    private const string Bank = "held-bank";

    private static readonly Func<byte[], byte[]> Damage = _ => [250, 250, 250];

    [Fact]
    public async Task Where_it_is_missing_when_a_silo_starts_its_partition_waits_for_it_and_what_is_lost_with_it_is_said_once()
    {
        await using var run = await HeldRun.StartAsync(redis);
        var (unit, heal) = await HarmedAsync(run);
        await using (var silo = await run.SiloAsync())
        {
            run.Touch(silo, Bank, "held", "other", "held");
            await run.HoldsAsync(silo, unit, 2, $"{Bank}/held");
            await HeldRun.KnownAsync(silo, 2);
        }

        await run.Log.DeleteTopicAsync(TopicNames.Held);
        await heal();
        await using (var silo = await run.SiloAsync("--Covenant:Topics:Create=false"))
        {
            await LogFaultRun.HoldsAsync(silo, $"`{TopicNames.Held}` is not there, and held 2 records of {unit}");
            using var skipped = new CounterReading(silo.Services, "covenant.records.skipped", ("reason", "held"));
            await run.Log.MakeHeldTopicAsync();
            await Eventually.HoldsAsync("what is lost is said", () => silo.Services.GetRequiredService<Degradations>().Reasons.Any(reason =>
                reason.Contains($"is not judged: 2 records of {unit}, at offsets from 2 to 4", StringComparison.Ordinal)));
            await Eventually.HoldsAsync("nothing is held", () => silo.Services.GetRequiredService<HeldPartitions>().All.Count == 0);
            Assert.Equal(2, skipped.Value);
            var after = run.Touch(silo, Bank, "held").Single();
            await run.TellsAsync(Bank, $"{after} twice");
            await HeldRun.KnownAsync(silo, 0);
        }

        await using (var silo = await run.SiloAsync())
        {
            var last = run.Touch(silo, Bank, "other", "other").Last();
            await run.TellsAsync(Bank, [.. (await new Bank(silo, Bank).ReadsAsync())]);
            Assert.DoesNotContain(silo.Services.GetRequiredService<Degradations>().Reasons, reason => reason.Contains(TopicNames.Held, StringComparison.Ordinal));
            Assert.Contains($"{last} twice", await new Bank(silo, Bank).ReadsAsync());
        }
    }

    [Fact]
    public async Task Where_it_is_made_again_while_a_silo_runs_what_is_lost_is_said_and_what_comes_is_held_there()
    {
        await using var run = await HeldRun.StartAsync(redis);
        var (unit, heal) = await HarmedAsync(run);
        await using (var silo = await run.SiloAsync())
        {
            run.Touch(silo, Bank, "held");
            await run.HoldsAsync(silo, unit, 1, $"{Bank}/held");
            await HeldRun.KnownAsync(silo, 1);
            await run.Log.DeleteTopicAsync(TopicNames.Held);
            await run.Log.MakeHeldTopicAsync();
            await Eventually.HoldsAsync("what is lost is said", () => silo.Services.GetRequiredService<Degradations>().Reasons.Any(reason =>
                reason.Contains($"is not judged: 1 record of {unit}, at offsets from 2 to 2", StringComparison.Ordinal)));
            var waits = run.Touch(silo, Bank, "held").Single();
            await run.HoldsAsync(silo, unit, 1, $"{Bank}/held");
            await heal();
            await HeldRun.ReleasesAsync(silo);
            await run.TellsAsync(Bank, $"{waits} twice");
        }
    }

    // A customer's cohort that has judged two events, and of which what is stored is damaged.
    private static async Task<(HeldUnit Unit, Func<Task> Heal)> HarmedAsync(HeldRun run)
    {
        HeldUnit unit;
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            unit = HeldRun.CohortOf(silo, Bank, "held");
            run.Touch(silo, Bank, "held", "held");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        return (unit, await run.HarmAsync(unit, Damage));
    }
}
