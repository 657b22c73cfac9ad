using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>An events topic that was deleted and made again.</summary>
public sealed class NewTopicTests(RedisFixture redis)
{
    [Fact]
    public async Task One_that_was_made_again_between_two_runs_is_held_until_it_is_accepted_and_then_read_from_its_beginning()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await BegunAsync(run))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 10));
        }

        await run.DeleteTopicAsync();
        await run.MakeTopicAsync();
        await CheckAsync(run);
    }

    [Fact]
    public async Task One_that_is_made_again_under_a_running_silo_is_held_until_it_is_accepted_and_then_read_from_its_beginning()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await BegunAsync(run))
        {
            await run.TellsAsync(LogFaultRun.Events(0, 10));
            await run.DeleteTopicAsync();
            await Eventually.HoldsAsync("it is said that the topic is missing", () => silo.Services.GetRequiredService<EventsTopic>().IsMissing);
            await run.MakeTopicAsync();
            await LogFaultRun.HoldsAsync(silo, await run.TopicIdAsync());
        }

        await CheckAsync(run);
    }

    private static async Task<RunningSilo> BegunAsync(LogFaultRun run)
    {
        var silo = await run.SiloAsync();
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, LogFaultRun.Clauses);
        run.Write(bank, 0, 10);
        return silo;
    }

    // Fewer records than the old one had, of customers that were judged there.
    private static async Task CheckAsync(LogFaultRun run)
    {
        var id = await run.TopicIdAsync();
        await using (var silo = await run.SiloAsync("--Covenant:Ingestion:AcceptNewTopic=another"))
        {
            WriteAnew(run, silo, "first", 5);
            await LogFaultRun.HoldsAsync(silo, $"--Covenant:Ingestion:AcceptNewTopic={id}");
            Assert.Equal(10, run.Told().Count);
        }

        var accept = $"--Covenant:Ingestion:AcceptNewTopic={id}";
        var anew = Enumerable.Range(0, 5).Select(number => $"first-{number}").ToList();
        await using (var silo = await run.SiloAsync(accept))
        {
            await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. anew]);
        }

        await using (var silo = await run.SiloAsync(accept))
        {
            WriteAnew(run, silo, "second", 3);
            await run.TellsAsync([.. LogFaultRun.Events(0, 10), .. anew, .. Enumerable.Range(0, 3).Select(number => $"second-{number}")]);
        }
    }

    private static void WriteAnew(LogFaultRun run, RunningSilo silo, string name, int count)
    {
        var bank = new Bank(silo, LogFaultRun.Institution);
        run.Kafka.PublishAll(TopicNames.Events, Enumerable.Range(0, count).Select(number =>
            ((string?)$"{LogFaultRun.Institution}/c-{number}", bank.Event($"{name}-{number}", $"c-{number}", "dpv:Use", "dpv:Advertising"), 0)));
    }
}
